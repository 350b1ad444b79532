/** What the trading demo tells: table, JSON, histogram files and plot. */
package io.sidecore.examples.trading.report;
