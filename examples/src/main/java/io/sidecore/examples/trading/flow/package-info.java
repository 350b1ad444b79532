/**
 * Where the demo's messages come from: a LOBSTER file, or a seeded generator. Both give an {@link
 * io.sidecore.examples.trading.flow.OrderFlow}, which is complete in memory before the first message is sent, so that
 * neither parsing nor random numbers are part of any latency.
 */
package io.sidecore.examples.trading.flow;
