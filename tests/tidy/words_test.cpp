// What functions and documents are held to.
#include <catch2/catch.hpp>

#include "tests/tidy/tree.hpp"

namespace {

using namespace waybill::tidy;
using Catch::Matchers::Contains;

auto said(const findings& found) -> std::string {
  std::string text;
  for (const auto& one : found) text += "\n  " + one;
  return text;
}

auto lines(int count) -> std::string {
  std::string text;
  for (int i = 0; i < count; ++i) text += "  f();\n";
  return text;
}

/// How many functions of this text are too long.
auto too_long(const std::string& text) -> std::size_t {
  return check_functions({{"events/a.cpp", text}}).size();
}

}  // namespace

TEST_CASE("given the source tree, when its functions are measured, then none has more than 50 lines") {
  const auto found = check_functions(read_tree());
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE("given the source tree, when files are named, then they are there") {
  const auto found = check_names(read_tree());
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE("given a planted function, when it has a line too many, then it is found with its first line") {
  CHECK(too_long("void f() {\n" + lines(48) + "}\n") == 0);
  CHECK_THAT(said(check_functions({{"events/a.cpp", "int x;\n\nvoid f() {\n" + lines(49) + "}\n"}})),
             Contains("events/a.cpp has a function of 51 lines: void f()"));
  CHECK(check_functions({{"tests/a.cpp", "void f() {\n" + lines(49) + "}\n"}}).empty());
}

TEST_CASE("given planted functions of all shapes, when measured, then each is seen as one") {
  const auto body = "{\n" + lines(49) + "}\n";
  const auto half = "{\n" + lines(30) + "}\n";
  CHECK(too_long("namespace a {\nclass b {\n public:\n  void f() const " + body + "};\n}\n") == 1);
  CHECK(too_long("namespace a {\nclass b {\n  void f() " + half + "  void g() " + half + "};\n}\n") == 0);
  CHECK(too_long("a::a(int x) : x_{x}, y_(x) " + body) == 1);
  CHECK(too_long("auto f(a b = {}) -> c<d> " + body) == 1);
  CHECK(too_long("template <class T>\nauto f(T x) -> T " + body) == 1);
  CHECK(too_long("MACRO(a)\nstruct b {\n" + lines(60) + "};\n") == 0);
  CHECK(too_long("constexpr a table[] = {\n" + lines(60) + "};\n") == 0);
  CHECK(too_long("const auto f = [](int x) " + body + ";") == 1);
  CHECK(too_long("void f() {\n  if (x) " + half + "  else " + half + "}\n") == 1);
}

TEST_CASE("given braces in literals and comments, when functions are measured, then they do not count") {
  for (const std::string dead : {"// }", "/* } */", "f(\"}\");", "f('}', U'}');", "f(R\"x(\"})x\");",
                                 "f(\"\\\"}\");", "f(1'000, '}');"})
    CHECK(too_long("void f() {\n" + lines(30) + dead + "\n" + lines(30) + "}\n") == 1);
  CHECK(too_long("#define A {\nvoid f() {\n" + lines(30) + "}\nvoid g() {\n" + lines(30) + "}\n") == 0);
}

TEST_CASE("given a text that names a file, when it is not in the tree, then it is found") {
  const auto names = [](const std::string& path, const std::string& text) {
    return check_names({{"events/a.hpp", ""}, {"docs/a.md", ""}, {path, text}});
  };
  CHECK(names("docs/b.md", "See `a.md`, `docs/a.md` and events/a.hpp. A sentence.md.\n").size() == 1);
  CHECK_THAT(said(names("docs/b.md", "See `docs/c.md`.\n")), Contains("docs/b.md names docs/c.md"));
  CHECK(names("events/b.cpp", "// as b.hpp says\n").size() == 1);
  CHECK(names("events/b.cpp", "#include \"b.hpp\"\n").empty());
  CHECK(names("events/b.cpp", std::string{"// Source: sp"} + "ec/product\n").size() == 1);
}
