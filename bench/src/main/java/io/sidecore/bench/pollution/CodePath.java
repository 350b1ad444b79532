package io.sidecore.bench.pollution;

/** One of many methods that compute something else each. Its subclasses are made at run time. */
abstract class CodePath {
    /** {@return a number that depends on the given one} */
    abstract long run(long number);
}
