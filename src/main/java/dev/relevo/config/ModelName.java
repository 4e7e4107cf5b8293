package dev.relevo.config;

import java.util.regex.Pattern;

/** Names of models: aliases and the upstreams' own. They travel in headers and addresses. */
public final class ModelName {
    static final String EXPECTED = "printable ASCII without blanks, at most 256 characters";

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,256}");

    static final ScalarForm<String> FORM = Scalars.matching(VALID, "not a model's name, expected " + EXPECTED);

    private ModelName() {}

    /** Whether a header can carry it and a person can read it. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
