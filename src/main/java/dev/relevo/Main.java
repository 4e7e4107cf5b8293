package dev.relevo;

/** Starts Relevo. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
