#include "domains/leads/columns/dictionary.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>

#include "domains/leads/columns/header_words.hpp"
#include "domains/leads/columns/likeness.hpp"
#include "domains/leads/columns/points.hpp"

namespace waybill::leads {

using nlohmann::json;

/// Fills a dictionary from JSON; the first fault is kept.
class dictionary_reader {
 public:
  auto read(std::string_view text) -> result<column_dictionary> {
    const auto all = json::parse(text, nullptr, false);
    if (!all.is_object()) return error{errc::bad_value, "the columns of leads are no JSON object"};
    for (const auto& [key, value] : all.items())
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        refuse("`" + key + "` is nothing it may say");
    for (const auto key : keys)
      if (!all.contains(key)) refuse("`" + std::string(key) + "` is missing");
    if (!why_.empty()) return fault();
    read_fields(all["fields"]);
    read_choices(all["affixes"], "affixes", [](phrase& one, std::uint8_t choice) {
      one.affix = true;
      one.affix_choice = choice;
    });
    read_marks(all);
    for (const auto& word : texts(all["salutations"], "salutations"))
      made_.salutations_.insert(normalized_header(word));
    check();
    if (!why_.empty()) return fault();
    add_without_small_words();
    list_headers();
    return std::move(made_);
  }

 private:
  static constexpr std::array<std::string_view, 10> keys{
      "fields",        "whole_names", "address_parts", "no_field",    "affixes",
      "first_is_head", "generic",     "numbers",       "small_words", "salutations"};

  void refuse(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }
  [[nodiscard]] auto fault() const -> error {
    return {errc::bad_value, "the columns of leads cannot be used: " + why_};
  }

  auto texts(const json& list, const std::string& where) -> std::vector<std::string> {
    std::vector<std::string> all;
    if (!list.is_array()) refuse("`" + where + "` is no list");
    for (const auto& one : list) {
      if (!one.is_string() || normalized_header(one.get<std::string>()).empty())
        refuse("`" + where + "` holds " + one.dump() + ", which is no word");
      else
        all.push_back(one.get<std::string>());
    }
    return all;
  }

  auto phrase_of(const std::string& text) -> phrase& {
    auto words = header_words(text);
    auto& made = made_.phrases_[joined(words)];
    if (words.size() > 1) several_.try_emplace(joined(words), std::move(words));
    return made;
  }

  void read_fields(const json& fields) {
    if (!fields.is_object()) return refuse("`fields` is no object");
    for (const auto& [name, value] : fields.items()) {
      const auto field = lead_field_of(name);
      if (!field) return refuse("`fields` names `" + name + "`, which is no field of a lead");
      if (!value.is_object() || value.size() != 2 || !value.contains("aliases") || !value.contains("unsure"))
        return refuse("`" + name + "` has not exactly `aliases` and `unsure`");
      read_choices(value["aliases"], name + ".aliases", [&](phrase& one, std::uint8_t choice) {
        add_alias(one, {*field, choice, false}, name);
      });
      for (const auto& text : texts(value["unsure"], name + ".unsure")) {
        text_ = text;
        add_alias(phrase_of(text), {*field, 0, true}, name);
      }
    }
    for (const auto field : lead_fields())
      if (!fields.contains(name_of(field))) refuse("`fields` lacks `" + std::string(name_of(field)) + "`");
  }

  /// Spellings that are joined to the same ("salesperson", "sales person") may stand together.
  void add_alias(phrase& into, alias_use use, const std::string& name) {
    for (const auto& one : into.fields) {
      if (one.field != use.field) continue;
      if (one.choice != use.choice || one.unsure != use.unsure)
        refuse("`" + name + "` has an alias twice, as different things: \"" + text_ + '"');
      return;
    }
    into.fields.push_back(use);
  }

  /// A list of lists: those that are taken first, those that are taken then.
  void read_choices(const json& lists, const std::string& where,
                    const std::function<void(phrase&, std::uint8_t)>& add) {
    if (!lists.is_array() || lists.empty() || lists.size() > 9)
      return refuse("`" + where + "` is no list of lists");
    std::uint8_t choice = 0;
    for (const auto& list : lists) {
      for (const auto& text : texts(list, where)) {
        text_ = text;
        add(phrase_of(text), choice);
      }
      ++choice;
    }
  }

  void read_marks(const json& all) {
    struct mark {
      const char* key;
      bool phrase::*is;
    };
    constexpr std::array marks{
        mark{"whole_names", &phrase::whole_name}, mark{"address_parts", &phrase::address_part},
        mark{"no_field", &phrase::no_field},      mark{"first_is_head", &phrase::head_first},
        mark{"generic", &phrase::generic},        mark{"numbers", &phrase::number},
        mark{"small_words", &phrase::small}};
    for (const auto& one : marks)
      for (const auto& text : texts(all[one.key], one.key)) phrase_of(text).*one.is = true;
  }

  void check() {
    for (auto& [text, one] : made_.phrases_) {
      // What names two fields is sure of neither.
      if (one.fields.size() > 1)
        for (auto& use : one.fields) use.unsure = true;
      if (one.no_field && (!one.fields.empty() || one.whole_name || one.address_part || one.affix))
        refuse("`" + text + "` stands in `no_field`, and elsewhere as something that it holds");
      if (one.whole_name && !one.fields.empty())
        refuse("`" + text + "` stands in `whole_names`, and is an alias of `" +
               std::string(name_of(one.fields[0].field)) + "`");
    }
  }

  /// "date de creation" is known as "date creation" too, unless that is something else. Not "recu le" as
  /// "recu": a word alone means more than one thing.
  void add_without_small_words() {
    std::vector<std::pair<std::string, phrase>> more;
    for (const auto& [text, words] : several_) {
      std::string without;
      std::size_t left = 0;
      for (const auto& word : words) {
        if (const auto* const known = made_.find(word.text); known != nullptr && known->small) continue;
        without += word.text;
        ++left;
      }
      if (left > 1 && made_.find(without) == nullptr) more.emplace_back(without, made_.phrases_[text]);
    }
    // In an order that does not depend on hashes.
    std::sort(more.begin(), more.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    for (auto& [text, one] : more) made_.phrases_.try_emplace(text, std::move(one));
  }

  void list_headers() {
    for (const auto& [text, one] : made_.phrases_) {
      const bool says = !one.fields.empty() || one.no_field || one.whole_name || one.address_part;
      if (says && text.size() >= points::shortest_alike)
        made_.headers_.push_back({text, letters_in(text), &one});
    }
    std::sort(made_.headers_.begin(), made_.headers_.end(),
              [](const auto& x, const auto& y) { return x.joined < y.joined; });
  }

  column_dictionary made_;
  std::unordered_map<std::string, std::vector<header_word>> several_;
  std::string text_;
  std::string why_;
};

auto column_dictionary::read(std::string_view text) -> result<column_dictionary> {
  return dictionary_reader().read(text);
}

auto column_dictionary::find(std::string_view joined_words) const -> const phrase* {
  const auto found = phrases_.find(std::string(joined_words));
  return found == phrases_.end() ? nullptr : &found->second;
}

auto column_dictionary::is_salutation(std::string_view normalized) const -> bool {
  return salutations_.contains(std::string(normalized));
}

}  // namespace waybill::leads
