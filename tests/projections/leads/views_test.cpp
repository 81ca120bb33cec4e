// What is listed of leads, against a plain list.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <tuple>

#include "projections/leads/lead_blocks.hpp"
#include "tests/projections/leads/book.hpp"

using namespace waybill;
using leads::lead_field;
using tests::lead_book;
using tests::plain_lead;

namespace {

using ids = std::vector<identity>;

auto named(const std::string& first, const std::string& last, const std::string& status = "new",
           const std::string& person = "") -> plain_lead {
  plain_lead made;
  made.values = {{lead_field::first_name, first},
                 {lead_field::last_name, last},
                 {lead_field::email, first + "@x.example"},
                 {lead_field::status, status}};
  made.person = person;
  return made;
}

auto ids_of(const page<lead_item>& found) -> ids {
  ids made;
  for (const auto& each : found.items) made.push_back(each.id);
  return made;
}

/// All pages of a list.
auto listed(const lead_book& book, lead_filter filter) -> ids {
  ids all;
  const auto views = book.views();
  for (;;) {
    const auto some = views->list(book.owner(), filter);
    REQUIRE(some);
    CHECK(some->size() <= filter.limit);
    for (const auto& each : some->items) {
      const auto& lead = book.leads.at(each.id);
      CHECK(each.row == lead.row());
      CHECK(each.import.value == lead.import);
      CHECK(each.record == lead.record);
      all.push_back(each.id);
    }
    if (some->next_cursor.empty()) return all;
    filter.cursor = some->next_cursor;
  }
}

auto name_key(const plain_lead& lead) -> std::string {
  leads::row_view view;
  const auto row = lead.row();
  REQUIRE(leads::view_row(row, view));
  std::string scratch;
  std::string key;
  append_name_key(view, scratch, key);
  return key;
}

auto search_text(const plain_lead& lead) -> std::string {
  leads::row_view view;
  const auto row = lead.row();
  REQUIRE(leads::view_row(row, view));
  std::string scratch;
  std::string text;
  append_search_text(view, scratch, text);
  return text;
}

/// What a list should hold.
auto expected(const lead_book& book, const lead_wish& wish, lead_order order) -> ids {
  std::vector<const plain_lead*> all;
  const auto words = search_words(wish.text);
  for (const auto& [id, lead] : book.leads) {
    const auto text = search_text(lead);
    const bool has_words =
        std::ranges::all_of(words, [&](const auto& word) { return text.find(word) != std::string::npos; });
    if (has_words && (wish.status.empty() || lead.value(lead_field::status) == wish.status) &&
        (!wish.person || lead.person == *wish.person) && (wish.import.empty() || lead.import == wish.import))
      all.push_back(&lead);
  }
  const auto tie = [](const plain_lead* a, const plain_lead* b) {
    return std::tuple(a->created_at.us, a->first) < std::tuple(b->created_at.us, b->first);
  };
  std::ranges::sort(all, [&](const plain_lead* a, const plain_lead* b) {
    switch (order) {
      case lead_order::created:
        return tie(a, b);
      case lead_order::newest:
        return std::tuple(-a->created_at.us, a->first) < std::tuple(-b->created_at.us, b->first);
      case lead_order::updated:
        return std::tuple(a->updated_at.us, a->first) < std::tuple(b->updated_at.us, b->first);
      case lead_order::updated_last:
        return std::tuple(-a->updated_at.us, a->first) < std::tuple(-b->updated_at.us, b->first);
      case lead_order::name:
        return name_key(*a) != name_key(*b) ? name_key(*a) < name_key(*b) : tie(a, b);
      case lead_order::name_back:
        return name_key(*a) != name_key(*b) ? name_key(*a) > name_key(*b) : tie(a, b);
    }
    return false;
  });
  ids made;
  for (const auto* each : all) made.push_back(each->id);
  return made;
}

constexpr std::array all_orders{lead_order::created,   lead_order::newest,  lead_order::name,
                                lead_order::name_back, lead_order::updated, lead_order::updated_last};
constexpr std::array statuses{"new", "won", "lost"};
constexpr std::array people{"", "usr_a", "usr_b"};
constexpr std::array names{"Éloïse", "eloise", "Jean Marc", "Zoé", "An", "Anna", ""};

class random_book {
 public:
  explicit random_book(unsigned seed) : random_(seed) {}
  lead_book book;

  void step() {
    book.now += static_cast<std::int64_t>(pick(3));
    const auto what = pick(10);
    if (what < 4 || book.leads.empty()) return import();
    if (what < 7) return book.edit(any(), some_lead());
    if (what < 9) return book.remove(any());
    book.fold_some(1 + pick(4'000));
  }

  auto pick(std::size_t below) -> std::size_t {
    return std::uniform_int_distribution<std::size_t>{0, below - 1}(random_);
  }

 private:
  auto some_lead() -> plain_lead {
    auto made =
        named(names[pick(names.size())], names[pick(names.size())], statuses[pick(3)], people[pick(3)]);
    if (pick(2) == 0) {
      made.values[lead_field::phone] = "06 12 34 56 7" + std::to_string(pick(10));
      made.phone_e164 = "+3361234567" + std::to_string(pick(10));
    }
    return made;
  }
  auto any() -> identity {
    return std::next(book.leads.begin(), static_cast<long>(pick(book.leads.size())))->first;
  }
  void import() {
    std::vector<plain_lead> all;
    for (auto left = 1 + pick(12); left > 0; --left) {
      all.push_back(some_lead());
      if (!book.leads.empty() && pick(3) == 0) all.back().id = any();
    }
    book.import(std::move(all));
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE(
    "given random histories of leads, when they are listed by any filter and order, then pages hold what a "
    "plain list does, and rows made anew are the same") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    random_book random{seed};
    for (int step = 0; step < 40; ++step) random.step();
    auto& book = random.book;
    book.fold();
    CHECK(book.stored() == book.rebuilt());
    for (const auto order : all_orders) {
      const lead_wish wishes[] = {
          {},
          {"", "won", {}, ""},
          {"", "", "", ""},
          {"", "lost", "usr_b", ""},
          {"eloïse", "", {}, ""},
          {"MARC  an", "", {}, ""},
          {"06.12 34 56", "", {}, ""},
          {"", "", {}, book.leads.empty() ? "imp_1" : book.leads.begin()->second.import}};
      for (const auto& wish : wishes) {
        const auto should = expected(book, wish, order);
        CHECK(listed(book, {wish, order, 1 + random.pick(7), {}}) == should);
        ids streamed;
        REQUIRE(book.views()->each(book.owner(), wish, [&](const lead_item& one) {
          streamed.push_back(one.id);
          return true;
        }));
        CHECK(std::set(streamed.begin(), streamed.end()) == std::set(should.begin(), should.end()));
        CHECK(streamed.size() == should.size());
      }
    }
    for (const auto& [id, lead] : book.leads) {
      const auto one = book.views()->get(book.owner(), id);
      REQUIRE(one);
      CHECK(one->row == lead.row());
      CHECK(one->import.value == lead.import);
    }
  }
}

TEST_CASE(
    "given a list that is read page by page, when leads come, change and go meanwhile, then what did not "
    "move is shown once") {
  lead_book book;
  for (int import = 0; import < 6; ++import) {
    std::vector<plain_lead> all;
    for (int i = 0; i < 7; ++i) all.push_back(named("N" + std::to_string(import), std::to_string(i)));
    book.now += 5;
    book.import(std::move(all));
  }
  book.fold();
  const auto order = GENERATE(lead_order::newest, lead_order::created, lead_order::name);
  const auto views = book.views();
  lead_filter filter{{}, order, 4, {}};
  const auto there = expected(book, {}, order);
  std::set<identity> gone;
  std::vector<identity> seen;
  for (std::size_t page_number = 0;; ++page_number) {
    const auto page = views->list(book.owner(), filter);
    REQUIRE(page);
    for (const auto& id : ids_of(*page)) seen.push_back(id);
    if (page->next_cursor.empty()) break;
    filter.cursor = page->next_cursor;
    // One that was shown and one that was not are changed, one goes, one comes.
    book.now += 5;
    for (const auto& id : {there[2 * page_number], there[there.size() - 1 - page_number]}) {
      if (!book.leads.contains(id)) continue;
      auto lead = book.leads.at(id);
      lead.values[lead_field::status] = "won";
      book.edit(id, lead);
    }
    const auto& last = there[there.size() - 8 - page_number];
    if (book.leads.contains(last) && page_number < 6) {
      book.remove(last);
      gone.insert(last);
    }
    book.import({named("Neu", std::to_string(page_number))});
    book.fold();
  }
  for (const auto& id : there)
    CHECK(static_cast<std::size_t>(std::ranges::count(seen, id)) == (gone.contains(id) ? 0U : 1U));
}

TEST_CASE(
    "given a lead that came, was changed by an import and by hand, and went, when its history is asked "
    "for, then it tells who made which change, before and after") {
  lead_book book;
  book.import({named("Ann", "A")});
  const auto id = book.leads.begin()->first;
  auto second = named("Ann", "B");
  second.id = id;
  book.import({second});
  book.edit(id, named("Ann", "C", "won"));
  book.remove(id);
  book.fold();
  const auto all = book.views()->history(book.owner(), id, 10, {});
  REQUIRE(all);
  REQUIRE(all->size() == 4);
  CHECK((*all)[0].what == "created");
  CHECK((*all)[0].import->value == "imp_1");
  CHECK((*all)[1].what == "updated");
  CHECK((*all)[1].import->value == "imp_2");
  CHECK((*all)[1].before == (*all)[0].after);
  CHECK((*all)[2].what == "updated");
  CHECK_FALSE((*all)[2].import);
  CHECK((*all)[2].by == "usr_x");
  CHECK((*all)[3].what == "deleted");
  CHECK_FALSE((*all)[3].after);
  CHECK(book.views()->get(book.owner(), id).why().code == errc::not_found);
}

TEST_CASE("given the cursor of another order or of nothing, when a list is asked for, then it is refused") {
  lead_book book;
  book.import({named("A", "A"), named("B", "B"), named("C", "C")});
  book.fold();
  const auto page = book.views()->list(book.owner(), {{}, lead_order::name, 1, {}});
  INFO((page ? std::string("fine") : page.why().message));
  REQUIRE(page);
  REQUIRE_FALSE(page->next_cursor.empty());
  for (const auto& cursor : {page->next_cursor, std::string("zz"), std::string("00")})
    CHECK(book.views()->list(book.owner(), {{}, lead_order::newest, 1, cursor}).why().code ==
          errc::bad_value);
}
