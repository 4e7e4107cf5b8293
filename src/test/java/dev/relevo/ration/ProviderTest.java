package dev.relevo.ration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of {@code relevo chaos --ration}: whoever asks for too much, or refuses too early, is found out. */
@Timeout(60)
class ProviderTest {
    private static final QuotaLimit TWO = Offer.rolling(Quantity.REQUESTS, Period.DAY, 2);

    @ParameterizedTest
    @EnumSource(Manner.class)
    void oneRequestMoreThanAllowedIsRefusedAndFoundOut(Manner manner) throws Exception {
        try (Provider provider = provider(manner, TWO);
                Client client = new Client(provider.port())) {
            assertTrue(client.ask("m", Call.of(1)).isWhole());
            assertTrue(client.ask("m", Call.of(3)).isWhole());
            assertTrue(provider.isKept());

            assertEquals(429, client.ask("m", Call.of(4)).status());
            assertFalse(provider.isKept());
            assertEquals(1, provider.quotas().getFirst().refusals());
        }
    }

    @Test
    void moneyIsTheUsersAndSpentAllTheSame() throws Exception {
        long oneAnswer = Call.of(1).amount(Quantity.USD);
        try (Provider provider = provider(Manner.CONFIGURED, Offer.rolling(Quantity.USD, Period.DAY, oneAnswer));
                Client client = new Client(provider.port())) {
            client.ask("m", Call.of(1));
            assertTrue(provider.isKept());

            assertTrue(client.ask("m", Call.of(2)).isWhole());
            assertFalse(provider.isKept());
            assertEquals(oneAnswer, provider.quotas().getFirst().overspent());
        }
    }

    @Test
    void aSentenceTellsTheLimit() throws Exception {
        try (Provider provider = provider(Manner.PROSE, Offer.rolling(Quantity.TOKENS, Period.MINUTE, 10));
                Client client = new Client(provider.port())) {
            String told = client.ask("m", Call.of(1)).body();

            assertTrue(told.contains("on tokens per minute (TPM): Limit 10, Used 0, Requested 164. "), told);
        }
    }

    @Test
    void aRefusalInSpiteOfRoomIsFoundOut() throws Exception {
        Room room = new Room();
        try (Provider provider = new Provider(offer(Manner.CONFIGURED, TWO), Clock.system(), room::arrived);
                Client client = new Client(provider.port())) {
            room.watch(List.of(provider));
            assertEquals(List.of("p"), refused(room, 1));

            room.sent(Call.of(2));
            client.ask("m", Call.of(2));
            assertEquals(List.of("p"), refused(room, 3), "one is left");
            room.ended(Call.of(2));
            room.sent(Call.of(4));
            assertEquals(List.of(), refused(room, 5), "the other may take the last one");

            client.ask("m", Call.of(4));
            room.ended(Call.of(4));
            assertEquals(List.of(), refused(room, 6));
        }
    }

    @Test
    void roomThatCameWhileTheClientWasRefusedIsNoneToBeBlamedFor() throws Exception {
        Room room = new Room();
        try (Provider provider = provider(Manner.CONFIGURED, TWO)) {
            room.watch(List.of(provider));
            room.sent(Call.of(1));
            room.sent(Call.of(2));
            long moment = room.sent(Call.of(3));
            room.ended(Call.of(1));
            room.ended(Call.of(2));
            room.ended(Call.of(3));

            assertEquals(List.of(), room.since(moment));
        }
    }

    private static List<String> refused(Room room, int id) {
        long moment = room.sent(Call.of(id));
        room.ended(Call.of(id));
        return room.since(moment);
    }

    private static Provider provider(Manner manner, QuotaLimit limit) {
        return new Provider(offer(manner, limit), Clock.system(), _ -> {});
    }

    private static Offer offer(Manner manner, QuotaLimit limit) {
        return new Offer("p", manner, List.of(limit), Duration.ofMillis(1));
    }
}
