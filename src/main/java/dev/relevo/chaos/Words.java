package dev.relevo.chaos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say to a request, by whomever: words that name the request and their own place, so that none can be
 * missing, doubled or another's without being seen.
 *
 * @param all in their order, each with the blank after it
 */
record Words(List<String> all) {
    static final int COUNT = 12;

    static Words of(int request) {
        List<String> words = new ArrayList<>();
        for (int place = 0; place < COUNT; place++) {
            // The last letter takes two bytes, so that a cut may fall inside it.
            words.add(request + "." + place + "ü ");
        }
        return new Words(words);
    }

    String text() {
        return String.join("", all);
    }

    boolean areAll(String text) {
        return text.equals(text());
    }

    /** What is wrong with a text that does not begin as it should: a hole, or else something that is not of it; or null. */
    @Nullable
    Verdict disorder(String text) {
        if (text().startsWith(text)) {
            return null;
        }
        int next = 0;
        int at = 0;
        while (next < COUNT && text.startsWith(all.get(next), at)) {
            at += all.get(next++).length();
        }
        String odd = text.substring(at);
        boolean later = all.subList(next, COUNT).stream().anyMatch(odd::startsWith);
        return later ? Verdict.HOLE : Verdict.GLUED;
    }
}
