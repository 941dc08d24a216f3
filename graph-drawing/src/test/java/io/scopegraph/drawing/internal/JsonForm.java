package io.scopegraph.drawing.internal;

/// A reader of JSON that only says whether the form is right; shares nothing with the writer.
public final class JsonForm {
  private final String text;
  private int at;

  private JsonForm(String text) {
    this.text = text;
  }

  /// Reads one value.
  ///
  /// @return where it ends
  public static int check(String text) {
    JsonForm form = new JsonForm(text);
    form.value();
    return form.at;
  }

  private void value() {
    space();
    char first = text.charAt(at);
    switch (first) {
      case '{' -> items('}', true);
      case '[' -> items(']', false);
      case '"' -> string();
      default -> word();
    }
    space();
  }

  private void items(char end, boolean named) {
    at++;
    space();
    if (text.charAt(at) == end) {
      at++;
      return;
    }
    while (true) {
      if (named) {
        space();
        string();
        space();
        expect(':');
      }
      value();
      if (text.charAt(at) == end) {
        at++;
        return;
      }
      expect(',');
    }
  }

  private void string() {
    expect('"');
    while (text.charAt(at) != '"') {
      if (text.charAt(at) < ' ') {
        throw new AssertionError("a control character at " + at);
      }
      if (text.charAt(at) == '\\') {
        expect('\\');
        expect('u');
        Integer.parseInt(text.substring(at, at + 4), 16);
        at += 3;
      }
      at++;
    }
    at++;
  }

  private void word() {
    int start = at;
    while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (!word.matches("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
      throw new AssertionError("no JSON at " + start + ": " + word);
    }
  }

  private void space() {
    while (at < text.length() && " \n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char character) {
    if (text.charAt(at) != character) {
      throw new AssertionError("expected " + character + " at " + at);
    }
    at++;
  }
}
