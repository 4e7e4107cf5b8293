package dev.relevo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process was started, for those that start another one like it. */
final class OwnCommand {
    private static final String MAIN = "dev.relevo.Main";

    private OwnCommand() {}

    /**
     * Without the arguments of Relevo itself.
     *
     * @param options for the JVM, besides its own
     */
    static List<String> line(String... options) {
        List<String> own = List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(options));
        String classes = System.getProperty("java.class.path");
        int jar = own.indexOf("-jar") + 1;
        boolean isJar = jar > 0 && own.get(jar).equals(classes);
        line.addAll(isJar ? own.subList(0, jar + 1) : List.of("-cp", classes, MAIN));
        return line;
    }
}
