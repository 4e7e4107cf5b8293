package dev.relevo.dialect;

import dev.relevo.config.FieldPath;
import dev.relevo.config.Quirks;
import dev.relevo.config.Target;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.Splices;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client's request into the words of one target: the model's name, what the preset drops and renames, the cap on
 * tokens and the wish for a usage chunk. Every other byte stays.
 */
public final class Encoding {
    private static final Set<String> TOKEN_LIMITS = Set.of("max_tokens", "max_completion_tokens");
    private static final String ASK_FOR_USAGE = "\"include_usage\":true";

    private final Request request;
    private final Target target;
    private final Quirks quirks;
    private final Splices splices;
    private final List<Member> kept = new ArrayList<>();
    private final List<String> adjusted = new ArrayList<>();
    private final ByteArrayOutputStream added = new ByteArrayOutputStream();

    private Encoding(Request request, Target target) {
        this.request = request;
        this.target = target;
        this.quirks = target.provider().quirks();
        this.splices = new Splices(request.body());
    }

    public static Encoded encode(Request request, Target target) {
        return new Encoding(request, target).encode();
    }

    private Encoded encode() {
        dropAndRename();
        capTokens();
        boolean usageAdded = request.stream() && !request.usageAsked() && !drops("stream_options");
        if (usageAdded) {
            askForUsage();
        }
        replaceModel();
        return new Encoded(splices.apply(), adjusted, usageAdded);
    }

    /** Removes each dropped member with one comma. The model's own member is never dropped, so one always stays. */
    private void dropAndRename() {
        Map<String, Member> senders = senders();
        List<Member> members = request.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.equals(senders.get(sentAs(member)))) {
                kept.add(member);
                rename(member);
            } else {
                adjusted.add("-" + member.name());
                remove(members, i);
            }
        }
    }

    private void remove(List<Member> members, int i) {
        Member member = members.get(i);
        if (kept.isEmpty()) {
            splices.remove(member.nameFrom(), members.get(i + 1).nameFrom());
        } else {
            splices.remove(members.get(i - 1).to(), member.to());
        }
    }

    /** Who is sent under each name. */
    private Map<String, Member> senders() {
        Map<String, Member> senders = new HashMap<>();
        for (Member member : request.members()) {
            if (!drops(member.name())) {
                senders.merge(sentAs(member), member, this::preferred);
            }
        }
        return senders;
    }

    /** Of two members with a claim to one name: the one that says something, else the one that bears it already. */
    private Member preferred(Member one, Member other) {
        if (isNull(one) != isNull(other)) {
            return isNull(one) ? other : one;
        }
        return sentAs(one).equals(one.name()) ? one : other;
    }

    private boolean drops(String member) {
        return quirks.drop().contains(new FieldPath(List.of(member)));
    }

    private String sentAs(Member member) {
        return quirks.rename().getOrDefault(new FieldPath(List.of(member.name())), member.name());
    }

    private void rename(Member member) {
        String name = sentAs(member);
        if (!name.equals(member.name())) {
            splices.replace(member.nameFrom(), member.nameTo(), JsonText.quoted(name));
            adjusted.add(member.name() + "->" + name);
        }
    }

    private void capTokens() {
        Integer cap = target.maxTokens();
        if (cap == null) {
            return;
        }
        List<Member> given = kept.stream()
                .filter(member -> limitsTokens(sentAs(member)) && !isNull(member))
                .toList();
        if (given.isEmpty()) {
            put(quirks.maxTokensField(), cap.toString());
            adjusted.add(quirks.maxTokensField() + "=" + cap);
        }
        for (Member member : given) {
            if (request.kind(member) == Kind.NUMBER && Double.parseDouble(request.text(member)) > cap) {
                splices.replace(member.from(), member.to(), utf8(cap.toString()));
                adjusted.add(sentAs(member) + "=" + cap);
            }
        }
    }

    private boolean limitsTokens(String name) {
        return TOKEN_LIMITS.contains(name) || name.equals(quirks.maxTokensField());
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
            splices.insert(options.from() + 1, utf8(ASK_FOR_USAGE + (inner.isEmpty() ? "" : ",")));
        }
    }

    /** Gives a member that is absent or null a value. */
    private void put(String name, String value) {
        Member present = sender(name);
        if (present == null) {
            added.write(',');
            added.writeBytes(JsonText.quoted(name));
            added.writeBytes(utf8(":" + value));
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

    private boolean isNull(Member member) {
        return request.kind(member) == Kind.NULL;
    }

    /** Puts the target's model in, and behind it what was added. */
    private void replaceModel() {
        Member asked = Objects.requireNonNull(sender("model"), "no Request lacks a model");
        ByteArrayOutputStream with = new ByteArrayOutputStream();
        with.writeBytes(JsonText.quoted(target.model()));
        with.writeBytes(added.toByteArray());
        splices.replace(asked.from(), asked.to(), with.toByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
