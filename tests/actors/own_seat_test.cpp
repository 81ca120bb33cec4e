#include "actors/own_seat.hpp"

#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

using namespace waybill;

TEST_CASE(
    "given a seat, when it is wished for, granted and left in any order, then it is had as the table says") {
  struct row {
    std::string steps;  ///< wish, leave, or the number of a grant
    std::string told;   ///< the number of the wish, or whether it made a difference
    bool had;
  };
  const std::vector<row> table{
      {"", "", false},
      {"wish", "1", false},
      {"wish 1", "1 yes", true},
      {"wish wish 1 wish", "1 no yes no", true},
      {"0", "no", false},
      {"1", "no", false},
      {"leave", "no", false},
      {"wish 1 1", "1 yes no", true},
      {"wish 1 leave leave", "1 yes yes no", false},
      {"wish leave 1", "1 yes no", false},
      // A grant that crossed with the leave must not be taken for the answer to the next wish.
      {"wish leave wish 1 2", "1 yes 2 no yes", true},
      {"wish 1 leave wish 1", "1 yes yes 2 no", false},
      {"wish 2 1", "1 no yes", true},
  };
  for (const auto& [steps, told, had] : table) {
    CAPTURE(steps);
    own_seat seat;
    std::string heard;
    std::istringstream each{steps};
    for (std::string step; each >> step;) {
      std::string said;
      if (step == "wish") {
        const auto number = seat.wish();
        said = number ? std::to_string(*number) : "no";
      } else if (step == "leave") {
        said = seat.leave() ? "yes" : "no";
      } else {
        said = seat.granted(std::stoull(step)) ? "yes" : "no";
      }
      heard += (heard.empty() ? "" : " ") + said;
    }
    CHECK(heard == told);
    CHECK(seat.had() == had);
  }
}
