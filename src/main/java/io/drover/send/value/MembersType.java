package io.drover.send.value;

import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB's ENUM and SET, taken to the letter: the server itself would take {@code '2'} for the second member and
 * {@code 'RED'} for {@code 'red'}. The members of a set have no order; they are written in that of the definition, once.
 */
final class MembersType extends ValueType {

    private final ValueType texts = new TextType(Wire.TEXT, null, false);
    private final List<String> members;
    private final boolean many;

    MembersType(List<String> members, boolean many) {
        super(Wire.TEXT);
        this.members = List.copyOf(members);
        this.many = many;
    }

    @Override
    public byte[] encode(Object value) {
        return admit(texts.encode(value));
    }

    @Override
    public byte[] admit(byte[] field) {
        String text = texts.text(field);
        if (!many) {
            check(text, text);
            return field;
        }
        List<String> chosen = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        chosen.forEach(each -> check(each, text));
        List<String> ordered = new ArrayList<>(members);
        ordered.retainAll(chosen);
        return texts.encode(String.join(",", ordered));
    }

    private void check(String member, String text) {
        if (!members.contains(member)) {
            throw new UnfitValueException("'%s' is not one of %s".formatted(text, String.join(", ", members)));
        }
    }

    @Override
    public Object value(byte[] field) {
        return texts.value(field);
    }
}
