package io.sidecore.examples.trading.book;

/** Reads one side of a book from front to back: to digest it, or to compare it with another. */
final class BookState {
    private BookState() {}

    /** Folds a side into a digest: the number of levels, and for each its price and its queue, oldest order first. */
    static long digest(PriceLevels levels, RestingOrders orders, long start) {
        long digest = mix(start, levels.count());
        for (int level = levels.best(); level != PriceLevels.NONE; level = levels.after(level)) {
            digest = mix(digest, levels.priceOf(level));
            digest = mix(digest, levels.ordersAt(level));
            for (int slot = levels.first(level); slot != RestingOrders.NONE; slot = orders.next(slot)) {
                digest = mix(digest, orders.id(slot));
                digest = mix(digest, orders.size(slot));
            }
        }
        return digest;
    }

    /** Whether two sides have the same levels with the same queues. */
    static boolean same(PriceLevels levels, RestingOrders orders, PriceLevels otherLevels, RestingOrders otherOrders) {
        if (levels.count() != otherLevels.count()) {
            return false;
        }
        int other = otherLevels.best();
        for (int level = levels.best(); level != PriceLevels.NONE; level = levels.after(level)) {
            if (levels.priceOf(level) != otherLevels.priceOf(other)
                    || !sameQueue(levels.first(level), orders, otherLevels.first(other), otherOrders)) {
                return false;
            }
            other = otherLevels.after(other);
        }
        return true;
    }

    private static boolean sameQueue(int first, RestingOrders orders, int otherFirst, RestingOrders otherOrders) {
        int slot = first;
        int other = otherFirst;
        while (slot != RestingOrders.NONE && other != RestingOrders.NONE) {
            if (orders.id(slot) != otherOrders.id(other) || orders.size(slot) != otherOrders.size(other)) {
                return false;
            }
            slot = orders.next(slot);
            other = otherOrders.next(other);
        }
        return slot == other;
    }

    /** Depends on the order of its inputs, so that two orders which swap places change the digest. */
    private static long mix(long digest, long value) {
        long mixed = (digest ^ value) * 0xFF51_AFD7_ED55_8CCDL;
        return Long.rotateLeft(mixed ^ mixed >>> 32, 29) + 0x9E37_79B9_7F4A_7C15L;
    }
}
