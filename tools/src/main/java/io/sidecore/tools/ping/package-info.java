/**
 * Round trips between two processes over two rings: {@code ping} and {@code pong}.
 *
 * <pre>
 *   ping ─▶ PREFIX.ping ─▶ pong        message: 0                     8
 *   ping ◀─ PREFIX.pong ◀─ pong                 | session | sequence  | pattern ...
 * </pre>
 *
 * <p>The pong owns both files. It sends back what it gets, byte for byte; in a greeting it puts its CPU in place of the ping's.
 */
package io.sidecore.tools.ping;
