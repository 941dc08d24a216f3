package io.scopegraph.drawing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.drawing.internal.JsonForm;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page with the picture of a plan.
class PlanHtmlWriterTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static String data(String page) {
    Matcher matcher = DATA.matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void holdsEachBufferAndOpOnce() {
    PlanPicture picture = DrawnPlans.random(7, 60);
    String json = data(PlanHtmlWriter.write(picture, "plan"));
    assertThat(JsonForm.check(json)).isEqualTo(json.length());
    for (Block block : picture.blocks()) {
      assertThat(json).containsOnlyOnce("\"name\":\"" + block.name() + "\"");
      assertThat(json).contains("\"offset\":" + block.offset() + ",\"first\":" + block.first());
    }
    assertThat(json.split("\"algorithm\":", -1)).hasSize(61);
    assertThat(json)
        .contains("\"arena\":" + picture.arenaBytes(), "\"lower\":" + picture.lowerBound())
        .contains("\"peak\":" + picture.peakOp());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https?:", "src\\s*=", "href\\s*=", "@import", "url\\(", "//\\w+\\."})
  void needsNoNetwork(String reference) {
    String page = PlanHtmlWriter.write(DrawnPlans.random(7, 60), "plan");
    assertThat(Pattern.compile(reference).matcher(page).find()).isFalse();
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void hostileNamesStayData() {
    String name = "<script>alert(1)</script>\"'&\u2028\ud800@plan.js@";
    PlanPicture picture = DrawnPlans.picture(List.of(DrawnPlans.block(name, 64, 0, 0, 0)), 1);
    String page = PlanHtmlWriter.write(picture, "</title><script>alert(2)</script>");
    assertThat(page).doesNotContain("<script>alert", "</title><script>");
    assertThat(page.split("<script", -1)).hasSize(3);
    String json = data(page);
    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\ud800");
    assertThat(JsonForm.check(json)).isEqualTo(json.length());
  }

  @Test
  void emptyArena() {
    String page = PlanHtmlWriter.write(DrawnPlans.picture(List.of(), 3), "plan");
    assertThat(page).contains("The arena is empty.");
    assertThat(data(page)).contains("\"blocks\":[]", "\"peak\":-1");
  }
}
