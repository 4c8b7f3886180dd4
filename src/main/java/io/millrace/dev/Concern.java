package io.millrace.dev;

import java.util.List;

/**
 * Something that customers write about. {@code %s} in a sentence stands for the product.
 *
 * @param weight how many of a hundred tickets are about it
 * @param escalated the chance that such a ticket is escalated
 * @param sentences the words for it
 */
record Concern(int weight, double escalated, List<String> sentences) {
    /** Questions, paperwork, thanks, failures, failures again, and the last word. */
    static final List<Concern> ALL = List.of(
            new Concern(
                    30,
                    0.02,
                    List.of(
                            "How do I change the password of my %s?",
                            "Where can I find the manual of the %s?",
                            "Is it possible to use the %s with two computers at once?",
                            "Could you tell me which cable fits the %s?")),
            new Concern(
                    18,
                    0.02,
                    List.of(
                            "Please send me a copy of last month's invoice.",
                            "We have moved, here is our new address for your records.",
                            "I need a receipt in the name of my company.",
                            "Please update the phone number on my account.")),
            new Concern(
                    10,
                    0.01,
                    List.of(
                            "Thank you, the %s works perfectly now.",
                            "Your colleague was very friendly and solved it at once.",
                            "Everything is fine again, you can close this ticket.",
                            "Great service, I am very happy with the %s.")),
            new Concern(
                    18,
                    0.15,
                    List.of(
                            "My %s stops working every few minutes.",
                            "Since this morning the %s shows a red light and nothing else.",
                            "The %s restarts by itself several times a day.",
                            "I cannot get the %s to connect any more.")),
            new Concern(
                    12,
                    0.6,
                    List.of(
                            "This is the third time I report that the %s is broken and nobody has helped.",
                            "I have been waiting for two weeks and still no one has called me back.",
                            "The %s failed again although your technician claimed that it was repaired.",
                            "How many more times do I have to explain the same problem?")),
            new Concern(
                    12,
                    0.8,
                    List.of(
                            "If this is not solved today I will cancel my contract.",
                            "My lawyer will contact you about the damage that the %s has caused.",
                            "I want to speak to a manager immediately, this is unacceptable.",
                            "I am done with you and will move to another provider.")));

    Concern {
        sentences = List.copyOf(sentences);
    }
}
