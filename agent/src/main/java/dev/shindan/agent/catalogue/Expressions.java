package dev.shindan.agent.catalogue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles and evaluates the conditions of one check: {@code f} is the facts, {@code row} the row
 * under test, {@code onset} and {@code now} are times, {@code addresses} are those of the target of
 * the hypothesis, {@code sharedKernel} says whether the facts are of a machine with several
 * containers. Field names are checked against the facts record.
 */
final class Expressions {
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  private final FactsShape shape;
  private final CelCompiler compiler;
  private final Map<CelType, Expressions> byRow = new HashMap<>();

  private Expressions(FactsShape shape, Optional<CelType> row) {
    this.shape = shape;
    this.compiler = compiler(shape, row);
  }

  /** For conditions without rows. */
  static Expressions over(FactsShape shape) {
    return new Expressions(shape, Optional.empty());
  }

  /** For conditions over the rows that {@code each} gives. */
  Expressions overRows(String each) {
    return byRow.computeIfAbsent(rowType(each), type -> new Expressions(shape, Optional.of(type)));
  }

  FactsShape shape() {
    return shape;
  }

  private static CelCompiler compiler(FactsShape shape, Optional<CelType> row) {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(shape)
            .addVar("f", shape.type())
            .addVar("onset", SimpleType.TIMESTAMP)
            .addVar("now", SimpleType.TIMESTAMP)
            .addVar("addresses", ListType.create(SimpleType.STRING))
            .addVar("sharedKernel", SimpleType.BOOL);
    row.ifPresent(type -> builder.addVar("row", type));
    return builder.build();
  }

  /** A compiled expression; thread-safe. */
  record Compiled(CelRuntime.Program program, CelType type) {
    /** The value, or empty when something it needs is absent. */
    Optional<Object> value(Map<String, ?> variables) {
      try {
        return Optional.of(program.eval(variables));
      } catch (CelEvaluationException absent) {
        return Optional.empty();
      }
    }
  }

  /**
   * @throws Malformed when it does not parse, names an unknown field, or types do not fit
   */
  Compiled compile(String expression) {
    try {
      CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
      return new Compiled(RUNTIME.createProgram(tree), tree.getResultType());
    } catch (CelValidationException wrong) {
      String message = wrong.getErrors().getFirst().getMessage();
      throw new Malformed("'" + expression.strip() + "': " + message);
    } catch (CelEvaluationException wrong) {
      throw new Malformed("'" + expression.strip() + "': " + wrong.getMessage());
    }
  }

  Compiled condition(String expression) {
    Compiled compiled = compile(expression);
    if (!compiled.type().equals(SimpleType.BOOL)) {
      throw new Malformed("'" + expression.strip() + "' must be true or false");
    }
    return compiled;
  }

  private CelType rowType(String each) {
    if (compile(each).type() instanceof ListType list) {
      return list.elemType();
    }
    throw new Malformed("'" + each + "' must be a list");
  }

  /** An expression that cannot be used, in one line. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
