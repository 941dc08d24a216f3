package io.scopegraph.integration.ocr;

import java.util.List;

/// Sentences for drawn pages: prose, names, numbers, codes, prices.
final class PageTexts {
  static final List<String> PROSE =
      List.of(
          "The harbour was quiet when the last ferry left,",
          "and the keeper of the light wrote down the hour.",
          "Two gulls sat on the rail above the green water.",
          "Nobody had asked him about the storm of March,",
          "yet he kept a careful record of every night.",
          "On page 47 he drew the shape of a broken mast.",
          "Behind the chapel stood a row of young poplars;",
          "their leaves turned over before each rain.",
          "A baker from the upper village brought bread",
          "every Tuesday, with a jar of plum preserve.",
          "He never stayed longer than a quarter of an hour.",
          "When the fog came down, the horn sounded twice",
          "and a bell on the north buoy gave the answer.",
          "Some winters the path was closed for 19 days.",
          "Then the keeper read old letters by the stove",
          "or mended the nets that hung along the wall.",
          "His brother had gone to sea at the age of 16",
          "and sent a postcard from each foreign port.",
          "The newest one showed a market under palm trees.",
          "It had taken 83 days to reach the island.",
          "Below the stamp someone had added a question:",
          "Who will tend the lamp when you are gone?",
          "The keeper smiled and poured another cup of tea.",
          "There would be time enough to think of that.",
          "At dusk he climbed the 132 steps once more,",
          "wound the clockwork, and lit the great lamp.",
          "Far out, a schooner changed her course by a point.",
          "Her captain made a note of it in blue ink.",
          "Thus two people who had never met each other",
          "shared one small moment of the same evening.",
          "The wind turned west before midnight came,",
          "bringing the smell of hay from the mainland.",
          "Somewhere a dog barked, then all was still.",
          "By morning the sea lay flat as a mirror,",
          "and the first boats went out to their pots.",
          "Crabs were fetching 6 shillings a dozen then.",
          "The schoolteacher counted masts with her class:",
          "nine, ten, eleven, and a steamer far behind.",
          "They waved their caps until it was out of sight.",
          "What the keeper saw that day, he never told.");

  static final List<String> RECEIPT =
      List.of(
          "GREEN HARBOUR STORES",
          "14 Quay Street, Portmere",
          "Receipt 2026-0419-077",
          "Date 19 April 2026 16:42",
          "Brown bread 800 g     3.20",
          "Butter, salted        2.85",
          "Plum preserve x 2     7.90",
          "Green tea 250 g       5.45",
          "Lamp oil 5 L         18.60",
          "Candles, box of 24    9.99",
          "Rope 12 mm, 30 m     24.50",
          "Postage stamps x 8    6.80",
          "Notebook A5, ruled    4.75",
          "Blue ink 50 mL        3.95",
          "Matches               0.89",
          "Eggs, dozen           4.10",
          "Cheddar 400 g         6.35",
          "Apples 2 kg           5.00",
          "Subtotal            104.33",
          "Tax at 20%           20.87",
          "TOTAL USD           125.20",
          "Paid by card **** 8806",
          "Thank you, come again!",
          "www.harbour-stores.example");

  static final List<String> MIXED =
      List.of(
          "ANNUAL REPORT 2025",
          "Northern Lights Trust",
          "Summary of activities",
          "Revenue rose by 12.4% to $3,870,000",
          "Costs fell by 2.6% to $2,914,500",
          "Members: 48,213 (previous year 45,097)",
          "Contact: Margaret Oyelaran, Treasurer",
          "Phone +44 20 7946 0958",
          "e-mail: office@lights.example",
          "Reference number NLT/2025/0083-B",
          "Approved by the board on 7 March 2026",
          "Next meeting: Thursday, 10:30 a.m.",
          "WARNING: keep away from open flames",
          "Room 304, third floor, east wing",
          "Order 7 boxes of A4 paper (80 g)",
          "Version 2.17.3 build 90521",
          "Temperature range: 5 to 35 degrees",
          "Made in Denmark, serial 55-7042-XK",
          "Please return before 30 September",
          "END OF DOCUMENT");

  static final List<String> NOTICE =
      List.of(
          "NOTICE TO VISITORS",
          "The museum opens at 9:30 and closes at 18:00.",
          "Last tickets are sold at 17:15 every day.",
          "Adults 14.00, students 9.50, children free.",
          "Please leave bags larger than 40 x 30 cm",
          "in the lockers next to the main entrance.",
          "Photography without flash is permitted.",
          "Guided tours start at 11:00 and 15:00.",
          "The garden cafe serves soup, cake and tea.",
          "Dogs must wait outside in the shade.",
          "For group bookings call 555 0147 or write",
          "to the office, Bridge Road 28, Westford.",
          "We thank all friends of the museum",
          "for their generous gifts during 2025.");

  private PageTexts() {}
}
