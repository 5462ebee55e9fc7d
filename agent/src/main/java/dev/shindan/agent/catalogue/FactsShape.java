package dev.shindan.agent.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The facts record of a tool as conditions see it: field names and types for the checking of a
 * condition, and values read out of stored facts. An absent Optional is a missing field, so that a
 * condition over it is an error and hence unknown.
 */
final class FactsShape implements CelTypeProvider {
  private final Class<?> root;
  private final CelType type;
  private final ImmutableMap<String, CelType> structs;

  FactsShape(Class<?> root) {
    this.root = root;
    Map<String, CelType> found = new LinkedHashMap<>();
    type = typeOf(root, found);
    structs = ImmutableMap.copyOf(found);
  }

  CelType type() {
    return type;
  }

  Object value(JsonNode facts) {
    return valueOf(root, facts);
  }

  @Override
  public ImmutableList<CelType> types() {
    return ImmutableList.copyOf(structs.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(structs.get(name));
  }

  private static CelType typeOf(Type type, Map<String, CelType> structs) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] parts = generic.getActualTypeArguments();
      if (raw == Optional.class) {
        return typeOf(parts[0], structs);
      }
      if (Collection.class.isAssignableFrom(raw)) {
        return ListType.create(typeOf(parts[0], structs));
      }
      return Map.class.isAssignableFrom(raw)
          ? MapType.create(SimpleType.STRING, typeOf(parts[1], structs))
          : SimpleType.DYN;
    }
    return type instanceof Class<?> plain ? typeOf(plain, structs) : SimpleType.DYN;
  }

  private static CelType typeOf(Class<?> type, Map<String, CelType> structs) {
    if (type.isRecord()) {
      return structOf(type, structs);
    }
    if (type == String.class || type.isEnum()) {
      return SimpleType.STRING;
    }
    if (type == boolean.class || type == Boolean.class) {
      return SimpleType.BOOL;
    }
    if (isWhole(type)) {
      return SimpleType.INT;
    }
    if (isFraction(type)) {
      return SimpleType.DOUBLE;
    }
    if (type == Instant.class) {
      return SimpleType.TIMESTAMP;
    }
    return type == Duration.class ? SimpleType.DURATION : SimpleType.DYN;
  }

  private static CelType structOf(Class<?> type, Map<String, CelType> structs) {
    String name = type.getName().replace('$', '.');
    if (!structs.containsKey(name)) {
      ImmutableMap.Builder<String, CelType> builder = ImmutableMap.builder();
      for (RecordComponent component : type.getRecordComponents()) {
        builder.put(component.getName(), typeOf(component.getGenericType(), structs));
      }
      ImmutableMap<String, CelType> fields = builder.buildOrThrow();
      structs.put(
          name,
          StructType.create(
              name, fields.keySet(), field -> Optional.ofNullable(fields.get(field))));
    }
    return StructTypeReference.create(name);
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class
        || type == long.class
        || type == Integer.class
        || type == Long.class
        || type == OptionalInt.class
        || type == OptionalLong.class;
  }

  private static boolean isFraction(Class<?> type) {
    return type == double.class
        || type == float.class
        || type == Double.class
        || type == Float.class
        || type == OptionalDouble.class;
  }

  private static Object valueOf(Type type, JsonNode node) {
    if (type instanceof ParameterizedType generic) {
      Type[] parts = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return valueOf(parts[0], node);
      }
      if (node.isArray()) {
        return list(parts[0], node);
      }
      return map(_ -> parts[parts.length - 1], node);
    }
    return type instanceof Class<?> plain ? valueOf(plain, node) : node.asText();
  }

  private static Object valueOf(Class<?> type, JsonNode node) {
    if (type.isRecord()) {
      Map<String, Type> components = new LinkedHashMap<>();
      for (RecordComponent component : type.getRecordComponents()) {
        components.put(component.getName(), component.getGenericType());
      }
      return map(components::get, node);
    }
    if (type == boolean.class || type == Boolean.class) {
      return node.asBoolean();
    }
    if (isWhole(type)) {
      return node.asLong();
    }
    if (isFraction(type)) {
      return node.asDouble();
    }
    if (type == Instant.class) {
      return Instant.parse(node.asText());
    }
    return type == Duration.class ? Duration.parse(node.asText()) : node.asText();
  }

  private static List<Object> list(Type part, JsonNode node) {
    List<Object> values = new ArrayList<>();
    node.forEach(item -> values.add(valueOf(part, item)));
    return values;
  }

  private static Map<String, Object> map(TypeByField types, JsonNode node) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Type type = types.of(field.getKey());
      if (type != null && !field.getValue().isNull()) {
        values.put(field.getKey(), valueOf(type, field.getValue()));
      }
    }
    return values;
  }

  /** The type of a field by its name; null for a field that the record does not have. */
  private interface TypeByField {
    @Nullable Type of(String field);
  }
}
