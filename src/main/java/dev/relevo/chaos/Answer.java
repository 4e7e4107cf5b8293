package dev.relevo.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream answers when all is well: the {@link Words} for the request, under an id that names upstream and call.
 *
 * @param upstream its name, one letter
 * @param request the number that the request named
 * @param call of that upstream, from 1
 */
public record Answer(String upstream, int request, int call) {
    static final String DONE = "[DONE]";

    private static final int FIRST_CREATED = 1_700_000_000;
    private static final Pattern AFTER_WORD = Pattern.compile("(?<= )");
    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)");
    private static final Pattern ID = Pattern.compile("\"id\":\"chatcmpl-([a-z])-(\\d{1,9})-(\\d{1,9})\"");

    /** The answer that this event or body names as its own, or null. */
    static @Nullable Answer namedIn(String json) {
        Matcher id = ID.matcher(json);
        return id.find() ? new Answer(id.group(1), Integer.parseInt(id.group(2)), Integer.parseInt(id.group(3))) : null;
    }

    /** The text in that event or body; empty where there is none. */
    static String contentOf(String json) {
        Matcher content = CONTENT.matcher(json);
        return content.find() ? content.group(1) : "";
    }

    /** Of a plain answer. */
    String body() {
        return "{" + start("chat.completion")
                + "\"message\":{\"role\":\"assistant\",\"content\":\""
                + Words.of(request).text() + "\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":" + Words.COUNT + ",\"total_tokens\":21}}";
    }

    /** Of a streamed answer, {@link #DONE} last. */
    List<String> events() {
        return events("");
    }

    /** Of a streamed answer that goes on where that text ends. */
    List<String> events(String soFar) {
        List<String> events = new ArrayList<>();
        events.add(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        String rest = Words.of(request).text().substring(soFar.length());
        AFTER_WORD
                .splitAsStream(rest)
                .map(word -> event("{\"content\":\"" + word + "\"}", "null"))
                .forEach(events::add);
        events.add(event("{}", "\"stop\""));
        events.add(DONE);
        return events;
    }

    private String event(String delta, String finishReason) {
        return "{" + start("chat.completion.chunk") + "\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason + "}]}";
    }

    private String start(String object) {
        return "\"id\":\"chatcmpl-" + upstream + "-" + request + "-" + call + "\",\"object\":\"" + object
                + "\",\"created\":" + (FIRST_CREATED + call) + ",\"model\":\"m\",\"choices\":[{\"index\":0,";
    }
}
