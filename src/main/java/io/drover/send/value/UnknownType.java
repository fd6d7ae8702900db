package io.drover.send.value;

/** A type of the target that Drover does not write, so that a value for it is refused by name. */
final class UnknownType extends ValueType {

    private final String name;

    UnknownType(String name) {
        super(Wire.TEXT);
        this.name = name;
    }

    @Override
    public byte[] encode(Object value) {
        throw new UnfitValueException("columns of type %s are not written".formatted(name));
    }

    @Override
    public byte[] admit(byte[] field) {
        return encode(field);
    }

    @Override
    public Object value(byte[] field) {
        return ValueTypes.unlimited(Wire.TEXT).value(field);
    }
}
