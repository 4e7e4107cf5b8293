package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first choice in one event of a streamed chat answer: its text, where that stands, and what else it brings. */
final class FirstChoice {
    private static final Set<String> REASONING = Set.of("reasoning", "reasoning_content", "reasoning_details");
    private static final byte[] NO_TEXT = "\"\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int open;
    private final @Nullable Range delta;
    private final boolean finishes;
    private final List<Member> members = new ArrayList<>(4);
    private final StringBuilder text = new StringBuilder();
    private final List<Range> texts = new ArrayList<>(1);
    private boolean reasons;
    private boolean saysMore;

    /**
     * Looks into sound JSON.
     *
     * @param open behind the choice's opening brace
     * @param delta null where it has none
     * @param finishes whether it has a reason for its end
     */
    FirstChoice(byte[] bytes, int open, @Nullable Range delta, boolean finishes) {
        this.bytes = bytes;
        this.open = open;
        this.delta = delta;
        this.finishes = finishes;
        if (delta != null && delta.in(bytes).kind() == Kind.OBJECT) {
            readDelta(delta.in(bytes));
        }
    }

    /** What it adds to the answer's text: the {@code content}, also where that is a list of parts (Mistral). */
    String text() {
        return text.toString();
    }

    boolean finishes() {
        return finishes;
    }

    /** Whether it brings reasoning. */
    boolean reasons() {
        return reasons;
    }

    /** Whether it brings something that is neither text nor reasoning, known or not. */
    boolean saysMore() {
        return saysMore;
    }

    /** Leaves the role out. */
    void dropRole(Splices splices) {
        Omission omission = new Omission(splices);
        for (Member member : members) {
            omission.member(member.nameFrom());
            if (isRole(member)) {
                omission.drop(member.nameFrom(), member.to());
            } else {
                omission.keep(member.to());
            }
        }
        omission.end();
    }

    /** Gives it that text in place of its own, which it may lack. Goes together with {@link #dropRole}. */
    void setText(String other, Splices splices) {
        byte[] text = JsonText.quoted(other);
        for (Range place : texts) {
            splices.replace(place.from(), place.to(), place.equals(texts.getFirst()) ? text : NO_TEXT);
        }
        if (texts.isEmpty()) {
            addText(new String(text, StandardCharsets.UTF_8), splices);
        }
    }

    private void addText(String text, Splices splices) {
        Range content = content();
        if (content != null && content.in(bytes).kind() == Kind.ARRAY) {
            boolean empty = Delta.isEmpty(content.in(bytes));
            String part = "{\"type\":\"text\",\"text\":" + text + "}";
            splices.insert(content.from() + 1, utf8(part + (empty ? "" : ",")));
        } else if (content != null) {
            splices.replace(content.from(), content.to(), utf8(text));
        } else if (delta == null) {
            splices.insert(open, utf8("\"delta\":{\"content\":" + text + "},"));
        } else if (delta.in(bytes).kind() == Kind.OBJECT) {
            boolean empty = members.stream().allMatch(FirstChoice::isRole);
            splices.insert(delta.from() + 1, utf8("\"content\":" + text + (empty ? "" : ",")));
        } else {
            splices.replace(delta.from(), delta.to(), utf8("{\"content\":" + text + "}"));
        }
    }

    private @Nullable Range content() {
        for (Member member : members) {
            if (member.name().equals("content")) {
                return new Range(member.from(), member.to());
            }
        }
        return null;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isRole(Member member) {
        return member.name().equals("role");
    }

    private void readDelta(JsonCursor object) {
        object.enterObject();
        while (object.nextMember()) {
            String name = object.name();
            int nameFrom = object.nameFrom();
            int nameTo = object.nameTo();
            object.kind();
            int from = object.position();
            readMember(name, object);
            members.add(new Member(name, nameFrom, nameTo, from, object.position()));
        }
    }

    private void readMember(String name, JsonCursor value) {
        if (name.equals("role")) {
            value.skip();
        } else if (name.equals("content")) {
            readContent(value);
        } else if (REASONING.contains(name)) {
            reasons |= !Delta.isEmpty(value);
        } else {
            saysMore |= !Delta.isEmpty(value);
        }
    }

    private void readContent(JsonCursor content) {
        switch (content.kind()) {
            case STRING -> readText(content);
            case ARRAY -> {
                content.enterArray();
                while (content.nextElement()) {
                    readPart(content);
                }
            }
            default -> saysMore |= !Delta.isEmpty(content);
        }
    }

    private void readText(JsonCursor value) {
        value.kind();
        int from = value.position();
        text.append(value.string());
        texts.add(new Range(from, value.position()));
    }

    /** A part that thinks holds its text one level deeper. */
    private void readPart(JsonCursor part) {
        if (part.kind() != Kind.OBJECT) {
            saysMore |= !Delta.isEmpty(part);
            return;
        }
        boolean thinks = false;
        boolean says = false;
        part.enterObject();
        while (part.nextMember()) {
            if (part.nameIs("text") && part.kind() == Kind.STRING) {
                readText(part);
            } else if (part.nameIs("type")) {
                part.skip();
            } else if (part.nameIs("thinking")) {
                thinks |= !Delta.isEmpty(part);
            } else {
                says |= !Delta.isEmpty(part);
            }
        }
        reasons |= thinks;
        saysMore |= says && !thinks;
    }
}
