/**
 * One message there and back between two cores, the next one sent when it has come back: between two threads, and between two
 * processes over files that both map. The floor is two bare cache lines. Nobody pauses while spinning.
 */
package io.sidecore.bench.rings.roundtrip;
