package dev.relevo.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of every endpoint: {@code openapi.yaml} of the project's folder, packed beside this class. */
final class ApiDescription {
    private ApiDescription() {}

    static byte[] yaml() {
        try (InputStream file = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
            return Objects.requireNonNull(file, "openapi.yaml was not packed").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
