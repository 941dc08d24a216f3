package io.scopegraph.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that was measured, as one JSON object.
public final class JsonReport {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  public static String write(Circumstances circumstances, List<Section> sections) {
    Map<String, Object> report = new LinkedHashMap<>(circumstances.asMap());
    Map<String, Object> groups = new LinkedHashMap<>();
    for (Section section : sections) {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("title", section.title());
      group.put("rows", section.rows());
      group.put("summary", section.summary());
      group.put("notes", section.notes());
      groups.put(section.key(), group);
    }
    report.put("groups", groups);
    try {
      return MAPPER.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
