package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.Splices;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a preset's drops, renames and replacements in one request, wherever they are to be made. */
final class Adjustment {
    private final Request request;
    private final Edits edits;
    private final Splices splices;
    private final Set<String> told;

    /** @param told gets each kind of change once, as in {@code -messages[].name} */
    Adjustment(Request request, Edits edits, Splices splices, Set<String> told) {
        this.request = request;
        this.edits = edits;
        this.splices = splices;
        this.told = told;
    }

    /** Makes them, and gives the request's own members that stay. */
    List<Member> make() {
        if (!edits.inside()) {
            return request.members();
        }
        Claims claims = new Claims();
        if (edits.givesNames()) {
            for (Member member : request.members()) {
                claim(claims, edits, member.name(), member.nameFrom(), request.cursor(member));
            }
        }
        List<Member> kept = new ArrayList<>();
        Omission omission = new Omission(splices);
        for (Member member : request.members()) {
            omission.member(member.nameFrom());
            if (stays(edits, member.name(), member.nameFrom(), claims)) {
                kept.add(member);
                omission.keep(member.to());
                rename(edits, member.name(), member.nameFrom(), member.nameTo());
                Edits inside = edits.member(member.name());
                if (inside.inside()) {
                    value(request.cursor(member), inside);
                }
            } else {
                omission.drop(member.nameFrom(), member.to());
            }
        }
        omission.end();
        return kept;
    }

    /** Passes over a value and makes the changes inside it. */
    private void value(JsonCursor value, Edits here) {
        Kind kind = value.kind();
        Edits element = here.element();
        if (kind == Kind.OBJECT && here.inside()) {
            object(value, here);
        } else if (kind == Kind.ARRAY && element != null) {
            array(value, element);
        } else if (kind == Kind.STRING && here.replaces()) {
            text(value, here);
        } else {
            value.skip();
        }
    }

    private void array(JsonCursor array, Edits element) {
        array.enterArray();
        while (array.nextElement()) {
            value(array, element);
        }
    }

    private void text(JsonCursor value, Edits here) {
        int from = value.position();
        String text = value.string();
        String other = here.textFor(text);
        if (other != null) {
            splices.replace(from, value.position(), JsonText.quoted(other));
            told.add(here.path() + ": " + text + "->" + other);
        }
    }

    private void object(JsonCursor object, Edits here) {
        Claims claims = claims(object, here);
        Omission omission = new Omission(splices);
        object.enterObject();
        while (object.nextMember()) {
            String name = object.name();
            int nameFrom = object.nameFrom();
            omission.member(nameFrom);
            if (stays(here, name, nameFrom, claims)) {
                rename(here, name, nameFrom, object.nameTo());
                value(object, here.member(name));
                omission.keep(object.position());
            } else {
                object.skip();
                omission.drop(nameFrom, object.position());
            }
        }
        omission.end();
    }

    /** A second look at the object ahead, which only a rename costs. */
    private Claims claims(JsonCursor object, Edits here) {
        Claims claims = new Claims();
        if (here.givesNames()) {
            JsonCursor ahead = new JsonCursor(request.body(), object.position(), request.body().length);
            ahead.enterObject();
            while (ahead.nextMember()) {
                claim(claims, here, ahead.name(), ahead.nameFrom(), ahead);
                ahead.skip();
            }
        }
        return claims;
    }

    private static void claim(Claims claims, Edits here, String name, int place, JsonCursor value) {
        Edits member = here.member(name);
        String sent = member.sentAs(name);
        if (here.givesName(sent) && !member.drops()) {
            claims.add(sent, place, value.kind() != Kind.NULL, sent.equals(name));
        }
    }

    private boolean stays(Edits here, String name, int place, Claims claims) {
        Edits member = here.member(name);
        if (member.drops() || claims.lost(member.sentAs(name), place)) {
            told.add("-" + here.pathOf(name));
            return false;
        }
        return true;
    }

    private void rename(Edits here, String name, int from, int to) {
        String sent = here.member(name).sentAs(name);
        if (!sent.equals(name)) {
            splices.replace(from, to, JsonText.quoted(sent));
            told.add(here.pathOf(name) + "->" + sent);
        }
    }
}
