/**
 * What system calls cost the user's code besides their own time: the kernel takes caches, TLB and predictors that the user's code then fills
 * again (FlexSC, section 2, figures 2 and 3).
 */
package io.sidecore.bench.pollution;
