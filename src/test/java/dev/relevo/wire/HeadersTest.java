package dev.relevo.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
    @Test
    void aFieldIsFoundByItsNameInAnySpelling() {
        Headers headers = new Headers().add("Retry-After", "7").add("retry-after", "9");

        assertEquals("7", headers.first("RETRY-AFTER"));
        assertNull(headers.first("Retry"));
    }

    @Test
    void fieldsKeepTheirOrderAndSpelling() {
        Headers headers = new Headers().add("B", "1").add("a", "").add("B", "2\t\u00e9");
        List<String> fields = new ArrayList<>();

        headers.forEach((name, value) -> fields.add(name + "=" + value));

        assertEquals(List.of("B=1", "a=", "B=2\t\u00e9"), fields);
        assertEquals("B: 1\na: \nB: 2\t\u00e9\n", headers.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: 1", "a\n", "a\r", "\0", "\u007f", "\u001f", "\u20ac", "\ud83d"})
    void aValueThatWouldBreakTheFramingIsRefused(String value) {
        assertThrows(IllegalArgumentException.class, () -> new Headers().add("X", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nb", "\0", "\u00e9", "(a)", "a/b", "\u007f"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Headers().add(name, "1"));
    }

    @Test
    void aNameMayHaveEveryMarkOfAToken() {
        assertEquals("1", new Headers().add("aZ09!#$%&'*+-.^_`|~", "1").first("Az09!#$%&'*+-.^_`|~"));
    }
}
