package io.sidecore.tools.region;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;

/** Lets an option's optional value come with an equals sign only, so that {@code --watch FILE} leaves FILE alone. */
final class AttachedValueOnly implements CommandLine.IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> arguments, CommandLine.Model.CommandSpec command,
            CommandLine.Model.ArgSpec option,
            Map<String, Object> info) {
        boolean attached = "=".equals(info.get("separator"));
        if (!attached) {
            arguments.push(((CommandLine.Model.OptionSpec) option).fallbackValue());
        }
        return false;
    }
}
