package dev.relevo.dialect;

import dev.relevo.config.Continuation;
import dev.relevo.config.Feature;
import dev.relevo.config.Quirks;
import dev.relevo.config.Repair;
import dev.relevo.config.Target;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client's request into the words of one target: the model's name, what the preset drops, renames and
 * replaces, the cap on tokens and the wish for a usage chunk. Every other byte stays.
 */
public final class Encoding {
    private static final Set<String> TOKEN_LIMITS = Set.of("max_tokens", "max_completion_tokens");
    private static final String ASK_FOR_USAGE = "\"include_usage\":true";

    private final Request request;
    private final Target target;
    private final Quirks quirks;
    private final Splices splices;
    private final Edits edits;
    private final Set<String> adjusted = new LinkedHashSet<>();
    private final List<Member> kept;
    private final Member model;

    private Encoding(Request request, Target target) {
        this.request = request;
        this.target = target;
        this.quirks = target.provider().quirks();
        this.splices = new Splices(request.body());
        this.edits = Edits.of(quirks, request.operation());
        this.kept = new Adjustment(request, edits, splices, adjusted).make();
        this.model = Objects.requireNonNull(sender("model"), "no Request lacks a model");
    }

    public static Encoded encode(Request request, Target target) {
        return new Encoding(request, target).encode(null);
    }

    /**
     * For a target that is to go on with an answer that broke off: besides, the text so far as the assistant's last
     * message, in the way of {@link Target#continues}. White space at its end is held back.
     *
     * @param request a continuable one
     * @param soFar continuable
     * @throws IllegalArgumentException if the target cannot go on with a text
     */
    public static Encoded continuing(Request request, Target target, SoFar soFar) {
        return new Encoding(request, target).encode(soFar);
    }

    private Encoded encode(@Nullable SoFar soFar) {
        if (soFar != null) {
            append(soFar);
        }
        capTokens();
        boolean usageAdded = request.stream() && !request.usageAsked() && takesUsageOption();
        if (usageAdded) {
            askForUsage();
        }
        splices.replace(model.from(), model.to(), JsonText.quoted(target.model()));
        boolean echoes = soFar != null && target.continues() == Continuation.PREFIX;
        return new Encoded(splices.apply(), List.copyOf(adjusted), usageAdded, repairs(), soFar, echoes);
    }

    private void append(SoFar soFar) {
        String message = "{\"role\":\"assistant\",\"content\":"
                + new String(JsonText.quoted(soFar.given()), StandardCharsets.UTF_8);
        switch (target.continues()) {
            case NONE -> throw new IllegalArgumentException(target.name() + " cannot go on with a text");
            case PREFILL -> appendMessage(message + "}");
            case PREFIX -> appendMessage(message + ",\"prefix\":true}");
            case FINAL_MESSAGE -> {
                appendMessage(message + "}");
                put("add_generation_prompt", "false");
                put("continue_final_message", "true");
            }
        }
    }

    private void appendMessage(String message) {
        Member messages = sender("messages");
        if (messages != null) {
            splices.insert(messages.to() - 1, utf8("," + message));
        }
    }

    private void capTokens() {
        Integer cap = target.maxTokens();
        String field = request.operation().maxTokensField(quirks);
        if (cap == null || field == null) {
            return;
        }
        List<Member> given = kept.stream()
                .filter(member ->
                        TOKEN_LIMITS.contains(sentAs(member)) || sentAs(member).equals(field))
                .filter(member -> !isNull(member))
                .toList();
        if (given.isEmpty()) {
            put(field, cap.toString());
            adjusted.add(field + "=" + cap);
        }
        for (Member member : given) {
            if (request.kind(member) == Kind.NUMBER && Double.parseDouble(request.text(member)) > cap) {
                splices.replace(member.from(), member.to(), utf8(cap.toString()));
                adjusted.add(sentAs(member) + "=" + cap);
            }
        }
    }

    private boolean takesUsageOption() {
        Edits options = edits.member("stream_options");
        return !options.drops() && !options.member("include_usage").drops();
    }

    private void askForUsage() {
        Member options = sender("stream_options");
        if (options == null || isNull(options)) {
            put("stream_options", "{" + ASK_FOR_USAGE + "}");
            return;
        }
        List<Member> inner = request.streamOptions();
        List<Member> asking = inner.stream()
                .filter(option -> option.name().equals("include_usage"))
                .toList();
        asking.forEach(option -> splices.replace(option.from(), option.to(), utf8("true")));
        if (asking.isEmpty()) {
            Edits edit = edits.member("stream_options");
            boolean alone =
                    inner.stream().allMatch(option -> edit.member(option.name()).drops());
            splices.insert(options.from() + 1, utf8(ASK_FOR_USAGE + (alone ? "" : ",")));
        }
    }

    /** Only tool calls are mended, so that other answers need not be looked at twice. */
    private Set<Repair> repairs() {
        return request.needs().contains(Feature.TOOLS) ? quirks.repairs() : Set.of();
    }

    /** Gives a member that is absent or null a value. */
    private void put(String name, String value) {
        Member present = sender(name);
        if (present == null) {
            StringBuilder member = new StringBuilder(",");
            JsonText.quote(member, name);
            splices.insert(model.to(), utf8(member.append(':').append(value).toString()));
        } else {
            splices.replace(present.from(), present.to(), utf8(value));
        }
    }

    private @Nullable Member sender(String name) {
        for (Member member : kept) {
            if (sentAs(member).equals(name)) {
                return member;
            }
        }
        return null;
    }

    private String sentAs(Member member) {
        return edits.member(member.name()).sentAs(member.name());
    }

    private boolean isNull(Member member) {
        return request.kind(member) == Kind.NULL;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
