/**
 * JCStress tests of the shipped classes. Without a module descriptor: the test harness is generated into these packages.
 *
 * <p>Tests of package-private protocols live in the package that they test. Run with {@code ./sidecore stress}.
 */
package io.sidecore.stress;
