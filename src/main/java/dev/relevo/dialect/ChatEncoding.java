package dev.relevo.dialect;

import dev.relevo.config.Quirks;
import dev.relevo.config.Target;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.Splices;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client's request into the words of one target: the model's name, what the preset drops and renames, the cap on
 * tokens and the wish for a usage chunk. Every other byte stays.
 */
public final class ChatEncoding {
    private static final List<String> MAX_TOKENS = List.of("max_tokens", "max_completion_tokens");

    private final ChatRequest request;
    private final Target target;
    private final Quirks quirks;
    private final Splices splices;
    private final List<String> adjusted = new ArrayList<>();
    private final ByteArrayOutputStream added = new ByteArrayOutputStream();

    private ChatEncoding(ChatRequest request, Target target) {
        this.request = request;
        this.target = target;
        this.quirks = target.provider().quirks();
        this.splices = new Splices(request.body());
    }

    public static Encoded encode(ChatRequest request, Target target) {
        return new ChatEncoding(request, target).encode();
    }

    private Encoded encode() {
        boolean usageAdded = request.stream() && !request.usageAsked() && !quirks.drop().contains("stream_options");
        List<Boolean> kept = new ArrayList<>();
        for (Member member : request.members()) {
            boolean drop = drops(member);
            kept.add(!drop);
            if (!drop) {
                adjust(member, usageAdded);
            }
        }
        removeDropped(kept);
        capAbsentTokens();
        if (usageAdded && request.member("stream_options") == null) {
            add("stream_options", "{\"include_usage\":true}");
        }
        replaceModel();
        return new Encoded(splices.apply(), adjusted, usageAdded);
    }

    private boolean drops(Member member) {
        String renamed = quirks.rename().get(member.name());
        boolean drop = quirks.drop().contains(member.name()) || (renamed != null && request.member(renamed) != null);
        if (drop) {
            adjusted.add("-" + member.name());
        }
        return drop;
    }

    private void adjust(Member member, boolean usageAdded) {
        String renamed = quirks.rename().get(member.name());
        if (renamed != null) {
            splices.replace(member.nameFrom(), member.nameTo(), JsonText.quoted(renamed));
            adjusted.add(member.name() + "->" + renamed);
        }
        if (MAX_TOKENS.contains(member.name())) {
            capTokens(member);
        }
        if (usageAdded && member.name().equals("stream_options")) {
            askForUsage(member);
        }
    }

    private void capTokens(Member member) {
        Integer cap = target.maxTokens();
        if (cap == null) {
            return;
        }
        Kind kind = request.kind(member);
        Long asked = kind == Kind.NUMBER ? request.cursor(member).integer() : null;
        if (kind == Kind.NULL || (asked != null && asked > cap)) {
            splices.replace(member.from(), member.to(), ascii(cap.toString()));
            adjusted.add(member.name() + "=" + cap);
        }
    }

    private void capAbsentTokens() {
        Integer cap = target.maxTokens();
        if (cap != null && MAX_TOKENS.stream().allMatch(name -> request.member(name) == null)) {
            add(quirks.maxTokensField(), cap.toString());
            adjusted.add(quirks.maxTokensField() + "=" + cap);
        }
    }

    private void askForUsage(Member options) {
        if (request.kind(options) == Kind.NULL) {
            splices.replace(options.from(), options.to(), ascii("{\"include_usage\":true}"));
            return;
        }
        List<Member> inner = request.membersOf(options);
        boolean present = false;
        for (Member option : inner) {
            if (option.name().equals("include_usage")) {
                splices.replace(option.from(), option.to(), ascii("true"));
                present = true;
            }
        }
        if (!present) {
            splices.insert(options.from() + 1, ascii("\"include_usage\":true" + (inner.isEmpty() ? "" : ",")));
        }
    }

    /** Removes each dropped member with one comma. The model's own member is never dropped, so one always stays. */
    private void removeDropped(List<Boolean> kept) {
        List<Member> members = request.members();
        int lastKept = kept.lastIndexOf(true);
        for (int i = 0; i < lastKept; i++) {
            if (!kept.get(i)) {
                splices.remove(members.get(i).nameFrom(), members.get(i + 1).nameFrom());
            }
        }
        if (lastKept < members.size() - 1) {
            splices.remove(members.get(lastKept).to(), members.getLast().to());
        }
    }

    private void add(String name, String value) {
        added.writeBytes(ascii(",\"" + name + "\":" + value));
    }

    private void replaceModel() {
        @Nullable Member model = request.member("model");
        if (model == null) {
            throw new IllegalStateException("a request without a model was read");
        }
        byte[] name = JsonText.quoted(target.model());
        byte[] with = new byte[name.length + added.size()];
        System.arraycopy(name, 0, with, 0, name.length);
        System.arraycopy(added.toByteArray(), 0, with, name.length, added.size());
        splices.replace(model.from(), model.to(), with);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
