package io.sidecore.memory;

/**
 * How the data of a region is divided into lanes: equal parts, one behind the other, each with a header of its own.
 *
 * <pre>
 *   lane:     0      128                 256                 384    512
 *             | zero | producer position | consumer position | zero | records ... (lane capacity)
 *
 *   region:   | header | lane 0 | lane 1 | ...
 * </pre>
 *
 * <p>The positions are 128 bytes from each other and from the records of this lane and of the one before. The 512 bytes also keep lanes of a
 * power-of-two capacity from starting at the same set of a cache.
 *
 * @param count    lanes
 * @param capacity bytes of records in each
 */
public record Lanes(int count, long capacity) {
    /** Lanes that a region can have: one for every producer in the table of parties. */
    public static final int MAX_COUNT = RegionHeader.PARTY_COUNT - 1;
    /** Bytes in front of the records of a lane. */
    public static final int HEADER_LENGTH = 512;

    static final Lanes NONE = new Lanes(0, 0);
    private static final int PRODUCER_POSITION = 128;

    /** {@return bytes of data that the lanes take together} */
    public long length() {
        return offset(count);
    }

    /**
     * {@return offset of a lane's producer position in the region; the consumer position is 128 bytes further}
     *
     * @param lane 0 to {@code count} - 1
     */
    public long positions(int lane) {
        return RegionHeader.LENGTH + offset(lane) + PRODUCER_POSITION;
    }

    /**
     * {@return offset of a lane's records in the data of the region}
     *
     * @param lane 0 to {@code count} - 1
     */
    public long records(int lane) {
        return offset(lane) + HEADER_LENGTH;
    }

    private long offset(int lane) {
        return lane * (HEADER_LENGTH + capacity);
    }
}
