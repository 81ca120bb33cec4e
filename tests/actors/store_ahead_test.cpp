// Deciding a chunk while the one before it is being written.
#include "actors/collection_store.hpp"
#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/url_identity.hpp"
#include "events/log/memory_log.hpp"
#include "tests/actors/engine_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

/// Chunks of one owner's import on a store of its own.
class ahead_fixture {
 public:
  explicit ahead_fixture(const std::string& options)
      : decider_(kind_named("bookmarks")->decider(options, {})),
        rows_(*projection_store::open({.directory = directory_.path() + "/rows"})),
        store_(*log_, *rows_, 1 << 16) {}

  static auto chunk(std::uint64_t number, std::uint64_t first_record, const std::vector<int>& sites)
      -> std::shared_ptr<const candidate_chunk> {
    auto made = std::make_shared<candidate_chunk>();
    made->number = number;
    made->first_record = first_record;
    for (const int site : sites) {
      auto& record = made->records.emplace_back();
      const auto url = "https://site" + std::to_string(site) + ".example.org/";
      made->add_key(bookmarks::identity_of_normalized(url));
      record.end_offset = first_record * 100 + made->records.size();
      const auto at = made->bytes.size();
      bookmarks::encode_row({url, "Title of chunk " + std::to_string(number), {}, {}, {}, {}, {}, {}},
                            made->bytes);
      record.row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(made->bytes.size() - at)};
    }
    return made;
  }

  [[nodiscard]] auto order(std::shared_ptr<const candidate_chunk> what,
                           std::shared_ptr<const candidate_chunk> next = nullptr) const -> chunk_order {
    return {{"imp_1"}, user_id{"usr_1"}, "bookmarks", 0, decider_, std::move(what), std::move(next), false};
  }

  auto decide(const chunk_order& what) -> decided_chunk {
    auto decided = store_.decide(what);
    REQUIRE(decided);
    return std::move(*decided);
  }

  void write(const chunk_order& what, const decided_chunk& decided) {
    transaction one;
    one.by = "usr_1";
    one.appends.push_back({"collection/bookmarks/usr_1", version_++, {}});
    one.appends.back().events.push_back({std::string(chunk_applied_v2::tag), decided.payload});
    const auto answers = log_->commit({&one, 1});
    REQUIRE(answers.front());
    store_.applied(what, decided, answers.front()->last);
  }

  auto store() -> collection_store& { return store_; }

  /// The chunk behind `last`, decided while `under_way` (the last of them is `last`) are being written.
  auto ahead(const chunk_order& last, std::vector<decided_chunk> under_way) -> std::optional<decided_chunk> {
    std::deque<std::shared_ptr<decided_chunk>> chunks;
    for (auto& each : under_way) chunks.push_back(std::make_shared<decided_chunk>(std::move(each)));
    return store_.decide_next(last, chunks);
  }

 private:
  temporary_directory directory_;
  std::unique_ptr<event_log> log_ = open_memory_log();
  std::shared_ptr<const record_decider> decider_;
  std::unique_ptr<projection_store> rows_;
  collection_store store_;
  std::uint64_t version_ = 0;
};

constexpr const char* skip = R"({"on_duplicate":"skip"})";
constexpr const char* overwrite = R"({"on_duplicate":"overwrite"})";

}  // namespace

TEST_CASE(
    "given a chunk that touches nothing of the one under way, when decided ahead, then it is as decided "
    "after") {
  for (const auto* options : {skip, overwrite}) {
    ahead_fixture at{options};
    const auto before = at.chunk(1, 1, {1, 2, 3});
    at.write(at.order(before), at.decide(at.order(before)));
    const auto second = at.chunk(2, 4, {4, 5});
    const auto third = at.chunk(3, 6, {1, 6, 6});  // one from before, one of its own twice
    const auto under_way = at.decide(at.order(second, third));
    const auto ahead = at.ahead(at.order(second, third), {under_way});
    REQUIRE(ahead.has_value());
    at.write(at.order(second), under_way);
    const auto after = at.decide(at.order(third));
    CHECK(ahead->payload == after.payload);
    CHECK(ahead->head == after.head);
    CHECK(ahead->changes.size() == after.changes.size());
  }
}

TEST_CASE(
    "given a chunk with a record of the one under way, when decided ahead, then it is left for afterwards") {
  ahead_fixture at{skip};
  const auto first = at.chunk(1, 1, {1, 2});
  const auto second = at.chunk(2, 3, {3, 2});
  const auto under_way = at.decide(at.order(first, second));
  CHECK_FALSE(at.ahead(at.order(first, second), {under_way}).has_value());
}

TEST_CASE(
    "given a chunk that was cut short, when the next is decided ahead, then it is left for afterwards") {
  ahead_fixture at{skip};
  const auto first = at.chunk(1, 1, {1, 2});
  const auto second = at.chunk(2, 3, {3});
  auto under_way = at.decide(at.order(first, second));
  under_way.head.counts.created = 1;
  CHECK_FALSE(at.ahead(at.order(first, second), {under_way}).has_value());
}

TEST_CASE("given nothing that is known to follow, when the next is decided ahead, then there is none") {
  ahead_fixture at{skip};
  const auto only = at.chunk(1, 1, {1});
  const auto end_of_file = at.chunk(2, 2, {});
  const auto under_way = at.decide(at.order(only));
  CHECK_FALSE(at.ahead(at.order(only), {under_way}).has_value());
  CHECK_FALSE(at.ahead(at.order(only, end_of_file), {under_way}).has_value());
}
