#include "actors/reader_life.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto chunk(std::uint64_t number) -> std::shared_ptr<const candidate_chunk> {
  auto made = std::make_shared<candidate_chunk>();
  made->number = number;
  return made;
}

}  // namespace

TEST_CASE(
    "given no reader, when somebody speaks as one, then nobody listens and there is nobody to send away") {
  reader_life life;
  for (const std::uint64_t number : {0, 1}) CHECK_FALSE(life.listens_to(number));
  CHECK_FALSE(life.send_away());
  CHECK(life.next_chunk() == nullptr);
}

TEST_CASE("given a reader, when it is sent away and another begins, then only the other one is listened to") {
  reader_life life;
  const auto first = life.begin();
  CHECK(life.listens_to(first.number));
  CHECK_FALSE(life.listens_to(first.number + 1));
  CHECK_FALSE(first.sent_away->load());
  CHECK(life.send_away());
  CHECK(first.sent_away->load());
  CHECK_FALSE(life.listens_to(first.number));
  CHECK_FALSE(life.send_away());
  const auto second = life.begin();
  CHECK(second.number != first.number);
  CHECK(life.listens_to(second.number));
  CHECK_FALSE(life.listens_to(first.number));
  CHECK(first.sent_away->load());
  CHECK_FALSE(second.sent_away->load());
}

TEST_CASE("given chunks that were read ahead, when they are taken, then they come in their order") {
  reader_life life;
  static_cast<void>(life.begin());
  life.add(chunk(1));
  life.add(chunk(2));
  CHECK(life.next_chunk()->number == 1);
  CHECK(life.take_chunk()->number == 1);
  CHECK(life.next_chunk()->number == 2);
  SECTION("until none is left") {
    CHECK(life.take_chunk()->number == 2);
    CHECK(life.next_chunk() == nullptr);
  }
  SECTION("but none of a reader that was sent away") {
    CHECK(life.send_away());
    CHECK(life.next_chunk() == nullptr);
    static_cast<void>(life.begin());
    CHECK(life.next_chunk() == nullptr);
  }
}
