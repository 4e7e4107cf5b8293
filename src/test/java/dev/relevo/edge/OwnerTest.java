package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told how the server fares. */
@Timeout(20)
class OwnerTest {
    private static final List<ClientKey> KEYS = List.of(
            new ClientKey("app", new Secret("access-key")),
            new ClientKey("ops", new Secret("admin-key"), Set.of(), List.of(), true));

    @ParameterizedTest
    @CsvSource({
        "localhost, access-key, 200",
        "localhost, admin-key, 200",
        "relevo.example, admin-key, 200",
        "relevo.example, access-key, 403",
        "localhost, wrong-key, 401",
        "relevo.example, wrong-key, 401",
    })
    void whereThereAreKeysAnAdminsOrAnyFromThisMachine(String host, String key, int status) throws Exception {
        try (Served served =
                Served.by(Served.ECHO, to -> to.withAdmittance(to.admittance().withKeys(KEYS)))) {
            assertEquals(status, ask(served, host, key).status());
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1:80, 200", "relevo.example, 403"})
    void whereThereAreNoneThisMachineAlone(String host, int status) throws Exception {
        try (Served served = Served.by(Served.ECHO)) {
            assertEquals(status, ask(served, host, "any").status());
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "relevo.example, 403"})
    void whereAnyoneMayAskForModelsNotAnyoneIsToldMore(String host, int status) throws Exception {
        try (Served served =
                Served.by(Served.ECHO, to -> to.withAdmittance(to.admittance().anonymous()))) {
            assertEquals(status, ask(served, host, "any").status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relevo.example, admin-key, 200, text/plain; version=0.0.4; charset=utf-8",
        "relevo.example, access-key, 403, application/json",
        "localhost, access-key, 200, text/plain; version=0.0.4; charset=utf-8",
    })
    void metricsAreToldToTheSame(String host, String key, int status, String type) throws Exception {
        try (Served served = Served.by(
                        Served.ECHO, to -> to.withAdmittance(to.admittance().withKeys(KEYS)));
                RawClient client = served.client()) {
            RawAnswer answer = client.send(
                            "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                    .answer();
            assertEquals(status, answer.status());
            assertEquals(type, answer.header("content-type"));
        }
    }

    private static RawAnswer ask(Served served, String host, String key) throws Exception {
        try (RawClient client = served.client()) {
            client.send("GET /api/status HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + key + "\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals("application/json", answer.header("content-type"));
            assertEquals(answer.status() != 200, answer.text().startsWith("{\"error\":{\"message\":"), answer.text());
            return answer;
        }
    }
}
