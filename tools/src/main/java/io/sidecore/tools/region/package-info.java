/** Looking at regions from outside: {@code stat} and {@code dump}. Neither ever writes to a region. */
package io.sidecore.tools.region;
