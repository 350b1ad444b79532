/** Runnable examples: the trading demo. */
@SuppressWarnings("requires-automatic") // histogram and plot libraries have no module descriptors of their own
module io.sidecore.examples {
    requires io.sidecore.tools;
    requires org.agrona;
    requires HdrHistogram;
    requires org.knowm.xchart;
    requires java.desktop;
    requires java.management;

    opens io.sidecore.examples to info.picocli;

    provides io.sidecore.tools.Command with io.sidecore.examples.DemoCommand;
}
