/**
 * One run of the trading demo: threads, ring, journal and publisher around the matching engine.
 *
 * <pre>
 *   gateway ──▶ SpscRing ──▶ hot thread: book, journal records, trades ──▶ syscall page ──▶ engine: pwrite, fdatasync, sendto
 *                               ▲                                                              │
 *                               └── results: written, durable, published ◀─────────────────────┘
 * </pre>
 *
 * <p>The same code runs with either engine; only who executes the calls differs. A trade is published once the journal
 * entry of its message is durable (group commit).
 */
package io.sidecore.examples.trading.run;
