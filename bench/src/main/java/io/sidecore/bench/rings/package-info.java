/** The command that measures the rings against their floors and peers; what it runs is in the packages below. */
package io.sidecore.bench.rings;
