// Named groups in the file of settings.
#include "config/groups.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "config/settings.hpp"

namespace {

using namespace waybill;
using Catch::Matchers::Contains;

constexpr std::array type_keys{
    group_key{"title", any_text{}, false, "What people read."},
    group_key{"handler", any_text{}, true, "Who takes the rows."},
    group_key{"handler.*", any_text{}, false, "Who takes them of a role or a mode."},
    group_key{"open", true_or_false{}, false, "To all."},
};
constexpr std::array handler_keys{
    group_key{"kind", one_of_words{"exec webhook"}, false, "How it is called."},
    group_key{"batch_rows", whole_number_of{"rows", 1, 10'000}, false, "At once."},
    group_key{"url", any_text{}, false, "Where rows go."},
    group_key{"secret", any_text{}, false, "What they are signed with."},
    group_key{"memory_bytes", whole_number_of{"bytes", 1 << 20, 1 << 30}, false, "For each child."},
};
constexpr std::array known{group_type{"type", "A type of import.", type_keys},
                           group_type{"handler", "A program that takes rows.", handler_keys}};

auto load_text(const std::string& text, std::span<const group_type> types = known)
    -> result<loaded_settings> {
  char name[] = "/tmp/waybill-groups-XXXXXX";
  const std::filesystem::path folder = ::mkdtemp(name);
  const auto path = (folder / "w.conf").string();
  std::ofstream{path, std::ios::binary} << text;
  auto loaded = load(path, {}, {}, types);
  std::filesystem::remove_all(folder);
  return loaded;
}

auto message_of(const std::string& text, std::span<const group_type> types = known) -> std::string {
  const auto loaded = load_text(text, types);
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.why().code == errc::bad_value);
  return loaded.why().message;
}

}  // namespace

TEST_CASE("given groups behind the settings, when a file is loaded, then each has its own values") {
  const auto loaded = load_text(
      "log.level = warn\n\n[type employees]   # people\r\n title = Employees # and others\nhandler = people\n"
      "handler.admin=people_admin\nhandler.mode.dry = check_only\n"
      "[ handler  people ]\nkind = exec\nbatch_rows = 500\nmemory_bytes = 64 MiB\n[handler idle]\n");
  REQUIRE(loaded.ok());
  CHECK(loaded->values.log_level == "warn");
  const auto& groups = loaded->values.groups;
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].type == "type");
  CHECK(groups[0].name == "employees");
  CHECK(groups[0].text("title") == "Employees");
  CHECK(groups[0].text("handler") == "people");
  CHECK(groups[0].text("handler.admin") == "people_admin");
  CHECK(groups[0].text("handler.mode.dry") == "check_only");
  CHECK(groups[0].text("open").empty());
  CHECK_THAT(groups[0].origin, Contains("w.conf:3"));
  CHECK(groups[1].name == "people");
  CHECK(groups[1].number("batch_rows") == 500U);
  CHECK(groups[1].number("memory_bytes") == 64U << 20);
  CHECK_FALSE(groups[1].number("kind").has_value());
  CHECK(groups[2].values.empty());
}

TEST_CASE(
    "given groups that are wrong, when a file is loaded, then the error names the line and what is near") {
  const std::vector<std::pair<std::string, std::string>> files{
      {"\n[typ a]\n", "w.conf:2: there are no groups of the type `typ`; the nearest is `type`"},
      {"[type]\n", "w.conf:1: `[type]` is no group of settings"},
      {"[type a b]\n", "w.conf:1: `[type a b]` is no group"},
      {"[type a.b]\n", "is no group"},
      {"[type a\n", "w.conf:1: `[type a` is no group"},
      {"[]\n", "is no group"},
      {"[type " + std::string(65, 'a') + "]\n", "is no group"},
      {"[type a]\ntitel = x\n",
       "w.conf:2: there is no key `titel` in a group `type`; the nearest is `title`"},
      {"[type a]\nlog.level = info\n", "settings of the whole server stand before the first group"},
      {"[type a]\nhandler.b. = x\n", "w.conf:2: there is no key `handler.b.`"},
      {"[type a]\nhandler. = x\n", "there is no key `handler.`"},
      {"[type a]\nhandler.b c = x\n", "there is no key `handler.b c`"},
      {"[type a]\nhandler = \n", "w.conf:2: handler cannot be ``; allowed: a text that is not empty"},
      {"[type a]\nhandler = b\nopen = yes\n", "w.conf:3: open cannot be `yes`; allowed: true or false"},
      {"[type a]\nhandler = b\x01\n", "w.conf:2: handler cannot be"},
      {"[handler a]\nkind = shell\n", "w.conf:2: kind cannot be `shell`; allowed: exec or webhook"},
      {"[handler a]\nbatch_rows = 10001\n", "allowed: 1 to 10000 (rows)"},
      {"[handler a]\nbatch_rows = 1KiB\n", "w.conf:2: batch_rows cannot be `1KiB`"},
      {"[handler a]\nmemory_bytes = 1KiB\n", "allowed: 1MiB to 1GiB"},
      {"[handler a]\nkind = exec\n\nkind = exec\n", "w.conf:4: kind stands already in file"},
      {"[handler a]\n[handler b]\n[handler a]\n", "w.conf:3: [handler a] stands already in file"},
      {"[handler a]\nkind\n", "w.conf:2: `kind` is no `key = value`"},
      {"[type a]\ntitle = x\n[handler a]\n", "w.conf:1: [type a] has no `handler`"},
      {"log.level = warn\n[type a]\n", "w.conf:2: [type a] has no `handler`"}};
  for (const auto& [text, sentence] : files) {
    CAPTURE(text);
    CHECK_THAT(message_of(text), Contains(sentence));
  }
}

TEST_CASE("given a program that takes no groups, when a file has one, then the error says so") {
  CHECK_THAT(
      message_of("[type a]\n", {}),
      Contains("w.conf:1: there are no groups of the type `type`; groups of any type are not used here"));
}

TEST_CASE(
    "given groups, when what is in force is shown, then they stand behind the settings and load again") {
  const auto loaded = load_text("[handler a]\nkind = exec\n[type b]\nhandler = a b\ntitle=#1\n");
  REQUIRE(loaded.ok());
  const auto shown = describe(*loaded);
  CHECK_THAT(shown, Contains("\n[handler a]  # file ") && Contains("w.conf:1\nkind = exec  # file "));
  CHECK_THAT(shown,
             Contains("\n[type b]") && Contains("\nhandler = a b  # ") && Contains("\ntitle   =#1   # "));
  const auto again = load_text(shown.substr(shown.find("\n[handler a]")));
  REQUIRE(again.ok());
  CHECK(again->values.groups.size() == 2);
  CHECK(again->values.groups[1].text("handler") == "a b");
  CHECK(again->values.groups[1].text("title") == "#1");
}

TEST_CASE("given addresses with secrets, when what is in force is shown, then the secrets are not") {
  const auto shown = [](const std::string& url) {
    return describe(*load_text("[handler a]\nsecret = s3cret\nurl = " + url + "\n"));
  };
  for (const std::string url :
       {"https://me:s3cret@example.org/rows?token=s3cret&key=s3cret", "https://example.org/?s3cret",
        "https://s3cret@example.org", "https://a@s3cret@example.org#x", "https:?s3cret@"})
    CHECK_THAT(shown(url), !Contains("s3cret") && Contains("secret = (not shown)"));
  CHECK_THAT(shown("https://me:s3cret@example.org/rows?token=s3cret"),
             Contains("= https://(not shown)@example.org/rows?(not shown)  # file"));
  CHECK_THAT(shown("https://example.org/@rows"), Contains("= https://example.org/@rows  # file"));
}

TEST_CASE("given types of groups, when the default file is made, then it says how they are written") {
  const auto text = default_file(known);
  CHECK(text.starts_with(default_file()));
  CHECK_THAT(text, Contains("# --- groups: handler ---\n\n# A program that takes rows.\n#[handler NAME]\n"));
  CHECK_THAT(
      text,
      Contains(
          "# Who takes the rows.\n# Allowed: a text that is not empty.\n# Has to be there.\n#handler =\n"));
  CHECK(load_text(text).ok());
}
