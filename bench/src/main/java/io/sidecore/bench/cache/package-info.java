/** What a layout of memory costs or saves: counters on shared lines, records across lines, and pages of two sizes. */
package io.sidecore.bench.cache;
