/** JCStress tests of the protocol between a page's owner and its executor, which is not public. */
package io.sidecore.ring;
