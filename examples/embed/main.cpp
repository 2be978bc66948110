// Runs a scenario from another program and prints how its first outcome fell.
#include <jonbar/jonbar.h>

#include <iostream>

int main(int argc, char** argv) try {
    const auto scenario =
        jonbar::Scenario::load(argc > 1 ? argv[1] : "coin.jon", {.library = JONBAR_LIBRARY_DIR});
    const auto answers = scenario.run({.histories = 10'000, .seed = 1});
    std::cout << answers.outcomes.at(0).name << '\n';
    for (const auto& value : answers.outcomes.at(0).values)
        std::cout << "  " << value.value << ' ' << value.share.value << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
