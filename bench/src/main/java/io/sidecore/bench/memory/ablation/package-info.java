/**
 * Where the time of a message goes: from a bare line to the shipped ring, each contender with one ingredient more than the one before.
 *
 * <p>A contender is a writing and a reading {@link io.sidecore.bench.memory.ablation.Side} over the same
 * {@link io.sidecore.bench.memory.ablation.Lines}; an ingredient changes one of the two, mostly. The two sides of a pair agree on what a line
 * holds:
 *
 * <pre>
 *   NumberWriter      NumberReader      | number, growing over the slices             |
 *   HeaderWriter      HeaderReader      | header: length, lap + 1 in place of a type  |
 *   PayloadWriter     PayloadReader     | header                                      | payload |
 *   RoomWriter           "              | same, asks for room by the message
 *   RoomWriter        ClearingReader    | header: length, type; 0 while free          | payload |
 *      "              BatchReader       | same, freed 64 messages at a time
 *   PublishingWriter     "              | same, the writer's position told now and then
 *      "                 "              | same, lines fetched ahead
 *      "              HandlerReader     | same, a handler looks at them
 *   ClaimingWriter       "              | same, with all that the ring's producer checks and keeps
 *      "              PollingReader     | same, with all that its consumer does
 * </pre>
 */
package io.sidecore.bench.memory.ablation;
