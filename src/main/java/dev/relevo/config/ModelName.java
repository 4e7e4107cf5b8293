package dev.relevo.config;

import java.util.regex.Pattern;

/** Names of models: aliases and the upstreams' own. They travel in headers and addresses. */
final class ModelName {
    static final String EXPECTED = "printable ASCII without blanks, at most 256 characters";

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,256}");

    private ModelName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
