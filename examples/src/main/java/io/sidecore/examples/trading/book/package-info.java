/**
 * The limit order book with price–time priority, and the engine that drives it.
 *
 * <p>Everything here is owned by one thread. All state is in primitive arrays that are allocated at construction and
 * doubled when full; nothing else is ever allocated, and bad input is a return code ({@link
 * io.sidecore.examples.trading.book.Outcome}), never an exception.
 *
 * <pre>
 *  OrderIndex                 RestingOrders                  PriceLevels (one for bids, one for asks)
 *  order id ─▶ slot           slot ─▶ id, size, links        sorted by price, best first
 *
 *                             ┌──────────────────────────┐    best                    worst
 *   hash(id) ─▶ [ slot ] ───▶ │ slot: prev ◀─ id ─▶ next │   level ──▶ level ──▶ … ──▶ level
 *                             └──────────────────────────┘    │ first, last slot of its queue
 *                                          ▲ oldest           │
 *                                          └──────────────────┘
 * </pre>
 */
package io.sidecore.examples.trading.book;
