/**
 * The trading demo: an order gateway, a matching engine, a journal and a trade feed.
 *
 * <p>The pieces of the domain live in three packages and know nothing of threads, rings or system calls, so that one
 * and the same engine can be run with direct calls and through a syscall page:
 *
 * <pre>
 *  flow                          book                                       journal
 *  LobsterReader ──┐             OrderMessage: 40 bytes on the ring         JournalHeader: the first 64 bytes
 *                  ├─▶ OrderFlow ───────────▶ MatchingEngine ─────────────▶ JournalEncoder ─▶ file
 *  GeneratedFlow ──┘                           │ OrderBook                      │
 *                                              └▶ TradeListener                 ▼
 *                                                                           JournalReplay ─▶ ReplayReport, rebuilt book
 * </pre>
 *
 * <ul>
 * <li>{@link io.sidecore.examples.trading.flow}: where messages come from. A LOBSTER file and the seeded generator give
 * the same {@link io.sidecore.examples.trading.flow.OrderFlow}.</li>
 * <li>{@link io.sidecore.examples.trading.book}: the message codec, the limit order book with price–time priority, and
 * the engine that applies one to the other. Deterministic, single-threaded, and free of allocation once its arrays are
 * large enough.</li>
 * <li>{@link io.sidecore.examples.trading.journal}: the journal's file format, and the replay that proves a journal
 * complete by rebuilding the book from it.</li>
 * </ul>
 */
package io.sidecore.examples.trading;
