#include "projections/leads/lead_search.hpp"

#include <algorithm>

#include "events/codec.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// So many blocks are read at once.
constexpr std::size_t blocks_at_once = 16;

auto damaged() -> error {
  return {errc::corrupt, "The rows of leads are damaged; 'waybill rebuild' makes them anew.", {}};
}

struct fitting_block {
  position at = 0;
  lead_block what;
  std::vector<std::uint32_t> fits;  ///< its records
};

/// The number of the word that is wished for; nothing: none of the block is.
auto number_of(const std::vector<std::string>& words, std::string_view wished)
    -> std::optional<std::uint64_t> {
  const auto found = std::ranges::find(words, wished);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::uint64_t>(found - words.begin());
}

class walker {
 public:
  walker(const projection_store& store, const digest& collection, const lead_wish& wish, bool with_names)
      : store_(store),
        collection_(collection),
        wish_(wish),
        words_(search_words(wish.text)),
        with_names_(with_names) {}

  auto walk(const std::function<bool(const met_lead&)>& take) -> result<done> {
    if (!wish_.text.empty() && words_.empty()) return done{};
    const auto prefix = lead_prefix(collection_, lead_part::block);
    result<done> went;
    bool going = true;
    const auto pass = [&] {
      auto more = hand_over(take);
      if (!more) went = std::move(more).why();
      going = went.ok() && *more;
      waiting_.clear();
      return going;
    };
    const auto walked = store_.scan(family::facts, prefix, {}, [&](std::string_view key, auto bytes) {
      fitting_block block{read_be(key.substr(prefix.size())), {}, {}};
      if (!decode(bytes, block.what) || !block.what.is_whole()) {
        went = damaged();
        return going = false;
      }
      choose(block);
      if (block.fits.empty()) return true;
      waiting_.push_back(std::move(block));
      return waiting_.size() < blocks_at_once || pass();
    });
    if (!walked) return walked.why();
    if (going) pass();
    return went;
  }

 private:
  /// Those that fit by all but the text.
  void choose(fitting_block& of) const {
    const auto& block = of.what;
    const auto status = number_of(block.statuses, wish_.status);
    const auto person = number_of(block.people, wish_.person.value_or(""));
    const auto import = number_of(block.imports, wish_.import);
    const bool any_status = wish_.status.empty();
    const bool any_person = !wish_.person.has_value();
    const bool any_import = wish_.import.empty();
    if ((!any_status && !status) || (!any_person && !person) || (!any_import && !import)) return;
    for (std::uint32_t i = 0; i < block.records; ++i) {
      if (!block.is_live(i) || (!any_status && in_column(block.status, i) != *status) ||
          (!any_person && in_column(block.person, i) != *person))
        continue;
      if (!any_import && (block.origins.empty() ? 0 : block.origins[i].import) != *import) continue;
      of.fits.push_back(i);
    }
  }

  /// The rows of a part for the blocks that wait. One that is gone since says nothing.
  auto parts(lead_part which) const -> result<std::vector<std::optional<std::string>>> {
    std::vector<std::string> keys;
    for (const auto& block : waiting_) keys.push_back(lead_key(collection_, which, block.at));
    return store_.get_many(family::facts, {keys.begin(), keys.end()});
  }

  auto search() -> result<done> {
    if (words_.empty()) return done{};
    const auto texts = parts(lead_part::texts);
    if (!texts) return texts.why();
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      std::vector<bool> found(waiting_[i].what.records);
      const auto look = [&](std::uint32_t index, std::string_view text) {
        if (index < found.size())
          found[index] = std::ranges::all_of(
              words_, [&](const auto& word) { return text.find(word) != std::string_view::npos; });
      };
      if ((*texts)[i] && !lead_texts::each(*(*texts)[i], look)) return damaged();
      std::erase_if(waiting_[i].fits, [&](auto index) { return !found[index]; });
    }
    return done{};
  }

  auto hand_over(const std::function<bool(const met_lead&)>& take) -> result<bool> {
    if (auto searched = search(); !searched) return std::move(searched).why();
    std::vector<std::optional<std::string>> names(waiting_.size());
    if (with_names_) {
      auto read = parts(lead_part::names);
      if (!read) return std::move(read).why();
      names = std::move(*read);
    }
    std::vector<std::string_view> views;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      const auto& block = waiting_[i];
      views.assign(block.what.records, {});
      const auto keep = [&](std::uint32_t index, std::string_view name) {
        if (index < views.size()) views[index] = name;
      };
      if (names[i] && !lead_texts::each(*names[i], keep)) return damaged();
      for (const auto index : block.fits)
        if (!take({{block.at, index}, &block.what, views[index]})) return false;
    }
    return true;
  }

  const projection_store& store_;
  digest collection_;
  const lead_wish& wish_;
  std::vector<std::string> words_;
  bool with_names_;
  std::vector<fitting_block> waiting_;
};

}  // namespace

auto walk_leads(const projection_store& store, const digest& collection, const lead_wish& wish,
                bool with_names, const std::function<bool(const met_lead&)>& take) -> result<done> {
  return walker{store, collection, wish, with_names}.walk(take);
}

}  // namespace waybill
