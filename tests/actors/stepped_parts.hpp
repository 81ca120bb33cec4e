// What imports need, stepped by hand: the log's actor, the store's and, when an import begins to read, its
// reader are the real ones. The test stands for the janitor and the index.
#pragma once

#include <fstream>

#include "actors/log_actor.hpp"
#include "actors/store_actor.hpp"
#include "events/hash.hpp"
#include "tests/actors/refusing_log.hpp"
#include "tests/actors/stepped.hpp"
#include "tests/actors/store_fixture.hpp"

namespace waybill::tests {

struct stepped_parts : store_world, stepped {
  /// Of the file that each import brings: a last chunk that is not full.
  static constexpr std::size_t records = 7, chunk_records = 2;

  stepped_parts() : store_world(collection_store::usual_generations, std::make_unique<refusing_log>()) {
    std::ofstream{directory.path() + "/file.json"} << text;
    writer = spawn_log_actor(system(), *log);
    keeper = spawn_store_actor(system(), *store, *log, writer, index.handle(), clock());
    run();
  }
  ~stepped_parts() {
    end(keeper);
    end(writer);
  }
  stepped_parts(const stepped_parts&) = delete;
  auto operator=(const stepped_parts&) -> stepped_parts& = delete;

  [[nodiscard]] auto disk() -> refusing_log& { return dynamic_cast<refusing_log&>(*log); }

  /// Of the present owner.
  [[nodiscard]] auto submission_of(const std::string& import, const std::string& key = "") const
      -> import_submitted {
    return {{import},
            owner,
            "bookmarks",
            "auto",
            R"({"on_duplicate":"skip"})",
            {"a.json", "file.json", text.size(), sha256_of(text)},
            key};
  }

  /// What the log has of an import: "submitted parsing_started ...".
  [[nodiscard]] auto story_of(const import_id& import) const -> std::string {
    std::string told;
    const auto events = log->read_stream(import_stream(import), 1, 1'000);
    REQUIRE(events);
    for (const auto& event : *events) {
      constexpr std::string_view before = "import.", after = ".v1";
      const std::string_view tag = event.head.tag;
      told += (told.empty() ? "" : " ") +
              std::string(tag.substr(before.size(), tag.size() - before.size() - after.size()));
    }
    return told;
  }
  /// How many records of an owner's one import were applied; each once, in their order, as bookmarks that
  /// were not there.
  [[nodiscard]] auto applied_of(const user_id& whose) const -> std::size_t {
    std::size_t all = 0;
    const auto chunks = log->read_stream(collection_stream("bookmarks", whose), 1, 1'000);
    REQUIRE(chunks);
    for (const auto& chunk : *chunks) {
      chunk_header head;
      REQUIRE(decode_chunk_header(chunk.payload, head));
      CHECK(head.first_record == all + 1);
      CHECK(head.counts.created == head.counts.processed());
      all += head.counts.processed();
    }
    return all;
  }

  const std::string text = many(records);
  log_actor writer;
  probe<projector_actor> index{system()};
  store_actor keeper;
  probe<janitor_actor> janitor{system()};
};

}  // namespace waybill::tests
