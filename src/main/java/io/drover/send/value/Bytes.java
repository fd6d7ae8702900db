package io.drover.send.value;

/** Big-endian numbers of any size. */
final class Bytes {

    private Bytes() {}

    static byte[] big(long number, int size) {
        byte[] bytes = new byte[size];
        long rest = number;
        for (int i = size - 1; i >= 0; i--) {
            bytes[i] = (byte) rest;
            rest >>= Byte.SIZE;
        }
        return bytes;
    }

    static long big(byte[] bytes) {
        long number = bytes[0];
        for (int i = 1; i < bytes.length; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }

    static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << Byte.SIZE | bytes[at + 1] & 0xff;
    }

    static short signedShort(byte[] bytes, int at) {
        return (short) unsignedShort(bytes, at);
    }

    static void putShort(byte[] bytes, int at, int number) {
        bytes[at] = (byte) (number >> Byte.SIZE);
        bytes[at + 1] = (byte) number;
    }
}
