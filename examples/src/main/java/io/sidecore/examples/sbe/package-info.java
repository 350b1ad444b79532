/** SBE messages through a ring, by way of the Agrona adapter; the codecs are generated from {@code src/main/sbe/orders.xml} by the build. */
package io.sidecore.examples.sbe;
