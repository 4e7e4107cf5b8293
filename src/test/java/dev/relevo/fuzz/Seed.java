package dev.relevo.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file below {@code src/test/resources/fuzz/TARGET}: an input that is worth beginning with, or that once broke something. */
record Seed(String name, byte[] bytes) {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    static List<String> targets() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static List<Seed> of(String target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            return files.sorted().map(Seed::read).toList();
        }
    }

    private static Seed read(Path file) {
        try {
            return new Seed(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
