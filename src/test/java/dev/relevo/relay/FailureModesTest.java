package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an upstream may fail and a limit may end, each with the tests that show what Relevo makes of it. */
class FailureModesTest {
    private static final String MODES = """
            connection refused, DNS failure
              relay.UpstreamFailuresBeforeAnswerTest.aRefusedConnectionOrAnUnknownNameFailsOverAtOnce
              relay.UpstreamFailuresBeforeAnswerTest.everyTargetRefusedOrUnknownIs503WithRetryAfterAlsoWhenTheirBreakersAreOpen
              relay.DeadTargetTest.noRequestFailsAndTheLivingShareEvenly
              relay.VerdictTest.nobodyListeningIs503
            slow connect
              relay.DeadlineTest.connectingTakesNoLongerThanTold
            TLS: expired, wrong host, untrusted, handshake stall
              UpstreamTlsTest.anExpiredCertificateFailsOver
              UpstreamTlsTest.aCertificateForAnotherHostFailsOver
              UpstreamTlsTest.anUntrustedCertificateFailsOver
              UpstreamTlsTest.theHealthOfATargetWithABadCertificateSaysWhy
              UpstreamTlsTest.theOnlyTargetsBadCertificateIsToldAndNothingIsSentThere
              relay.UpstreamFailuresBeforeAnswerTest.aHandshakeThatStallsFailsOver
            silent before headers, or headers and then silent
              relay.DeadlineTest.aStreamSilentBeforeItsHeadOrFirstTokenIsLeft
              relay.DeadlineTest.pingsAndCommentsAreNoTokens
              relay.DeadlineTest.aPlainAnswerMayTakeNoLongerThanTold
              relay.UpstreamFailuresBeforeAnswerTest.everyTargetSilentIs504
              relay.UpstreamFailuresBeforeAnswerTest.aSilentTargetIsNotAskedAgainForThisRequest
              relay.PatienceTest.aSilentTargetLeavesTimeForTheNext
            role, empty or ping events and then death
              relay.UpstreamFailuresBeforeAnswerTest.roleEmptyAndPingEventsOfTheDeadAreNotSeen
              relay.UpstreamFailuresBeforeAnswerTest.anEndlessFloodOfEventsWithoutContentIsLeftWhileItsTimeoutIsFarAway
              relay.InvisibleFailoverTest.theClientOfAStreamGetsOneWholeAnswer
            200 whose body or first event is an error
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.anErrorInsideA200IsOfItsClassInPlainAnswersToo
              relay.UpstreamFailuresRefusalsTest.aClientsFaultInsideA200IsNotRoutedAround
            429
              relay.UpstreamFailuresRefusalsTest.a429RestsWhatItNamesForAsLongAsItSays
              relay.UpstreamFailuresRefusalsTest.a429IsNoFailureOfHealthHoweverOftenItComes
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.a429WhoseBodyNeverEndsIsStillOne
              relay.RetryAfterTest.aLimitsWaitIsToldInWhateverFormItCame
              relay.RetryAfterTest.allLimitedIs429WithTheSmallestTrueWait
              relay.OutageTest.aLimitedModelCondemnsNeitherItsSiblingsNorItsHost
            429 that names no time
              quota.ScopeTest.anUntoldRestDoublesFromTenSecondsToSixty
              quota.ScopeTest.requestsThatMeetOneLimitTogetherDoubleNothing
              quota.ScopeTest.aLimitThatIsSaidToBeOverRestsForASecond
              quota.GuessTest.onceALimitIsLearnedAlmostAllOfItIsUsedAndFewAreRefused
              quota.GuessTest.aPassingTroubleShutsNobodyOutForLong
            429 that tells the limit
              dialect.ToldTest.aSentenceTellsTheLimit
              dialect.ToldTest.googlesQuotaFailureTellsTheLimitByItsName
              dialect.ToldTest.openRoutersHeadersStandInTheBodyAndItsSentenceTellsTheirPeriod
              upstream.ToldOfRefusalTest.bodyAndHeadersOfA429AreJoined
              upstream.ToldOfRefusalTest.aRequestThatIsTooLargeTellsTheLimitToo
              upstream.ToldOfRefusalTest.anErrorInsideA200TellsItToo
            a limit that leaves no room
              routing.RationedPoolTest.whoHasNoRoomIsPassedOverAndTheOthersTakeTurns
              routing.RationedPoolTest.roomThatComesWhileTheRefusalIsWordedLeavesItALimit
              relay.RationTest.comingBackWhenToldWorksTheFirstTime
              relay.RationTest.aRequestWaitsForRoomThatComesSoonEnough
              relay.RationTest.aClientThatLeavesGivesItsPlaceToTheNext
              relay.RationTest.anAttemptThatNeverReachedTheProviderTakesNothingOfItsLimit
              relay.RationTest.aRefusalForALimitTakesNothingAndAnotherOneARequest
            a provider's word that is late, odd or older
              quota.ToldLimitsTest.anOlderAnswersWordChangesNothing
              quota.ToldLimitsTest.whatIsUnderWayStaysSubtracted
              quota.OddWordsTest.aWordThatSaysTooLittleIsNone
              dialect.ToldTest.whateverAHeaderSaysIsReadAsFarAsItMakesSense
              dialect.ToldTest.noResetIsLongerThanIsBelieved
            many race for the last unit
              quota.LedgerPropertiesTest.eightThreadsTakeNoMoreThanThereIsAndLeaveNothingBehind
              relay.RationTest.aPaidTiersCapHoldsHoweverManyAskAtOnce
            clock jumps
              quota.WindowsTest.aClockThatIsSetBackBringsNoWindowBack
              quota.WindowsTest.aClockThatIsSetAheadEndsTheDayAndOneThatWasFarAheadShutsNobodyOut
              quota.WindowsTest.rollingWindowsKnowNoWallClock
              quota.WindowsTest.aCalendarsWindowEndsWhenTheNextBeginsThere
              quota.ArchiveTest.aClockThatWasSetBackMakesNoRestLonger
              store.MergeTest.theNewerProcessIsNotHeldUpByAClockThatWasSetBack
            kill -9 and a restart
              KillTest.whatRestedOrWasSpentIsNotAskedAgain
              KillTest.aTargetThatIsLimitedIsNotCalledBeforeItsResetByTheNextProcess
              quota.ArchiveTest.aRestIsToldBeforeAnybodyReliesOnIt
              quota.ArchiveTest.aSpentLimitIsToldBeforeTheLastOfItIsUsed
              quota.ArchiveTest.theLastSecondCountsAsUsedAfterASuddenEnd
              quota.RewrittenStateTest.suddenEndsOneAfterAnotherAddNothingMore
              store.SessionTest.whatCameAfterTheLastSoundCommitOfATornFileIsIgnored
              store.SessionTest.aDamagedFileIsSetAsideAndANewOneServes
              store.SessionTest.aFileOfANewerRelevoIsSetAside
            the disk is full, read-only or hangs
              store.SessionTest.aFullDiskIsToldOnceAndWhatIsKnownIsWrittenWhenThereIsRoomAgain
              store.SessionTest.aFolderThatCannotBeWrittenIsToldOnceAndTakenUpWhenItCan
              store.StoreTest.aDiskThatHangsHoldsNobodyUpTwice
              store.StoreTest.whereNothingCanBeWrittenNobodyWaits
            401, key errors disguised as 400, 403 that names the key
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.RefusalTest.theOnlyTargetsRefusalReachesTheClientInOpenAisTerms
              relay.UpstreamFailuresRefusalsTest.whatIsOursRestsForLongAndIsToldInLogAndStatus
            403 otherwise
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.whatIsOursRestsForLongAndIsToldInLogAndStatus
            402, insufficient balance or quota
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.whatIsOursRestsForLongAndIsToldInLogAndStatus
              relay.UpstreamFailuresRefusalsTest.aModelThatAClientMadeUpAndThatIsRefusedIsNotWorthARetry
              upstream.QuotedWordsTest.whatAProviderSaysOfOurMoneyByItselfRestsTheAccountWhateverTheStatus
            400, 422
              relay.UpstreamFailuresRefusalsTest.whatIsTheClientsFaultIsToldAtOnceAndCondemnsNobody
              relay.UpstreamFailuresRefusalsTest.whereAllHaveAGapTheFirst400IsRelayedByteForByte
              relay.UpstreamFailuresRefusalsTest.aGapBesideAFailureIsNoWordOnTheRequest
              relay.UpstreamFailuresRefusalsTest.aMistakeThatTheSecondTargetNamesIsToldThoughTheFirstOnlyFailed
              relay.VerdictTest.anOpenAiErrorIsRelayedByteForByte
              relay.VerdictTest.anErrorInAnotherShapeIsPutIntoOpenAis
              relay.VerdictTest.ourKeyIsCutOutWhereverAnUpstreamQuotesIt
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
            413
              relay.RefusalTest.theOnlyTargetsRefusalReachesTheClientInOpenAisTerms
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
            408, 409, 425, 498, 499 from upstream
              relay.RefusalTest.theOnlyTargetsRefusalReachesTheClientInOpenAisTerms
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
            412, 451
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.whatIsOursRestsForLongAndIsToldInLogAndStatus
            prompt too long for this model
              relay.ContextWindowTest.targetsKnownToTakeNoMoreArePassedOver
              relay.ContextWindowTest.aTargetWhoseWindowNobodyKnowsMayTakeMore
              relay.ContextWindowTest.tooLongForAllIsTheClientsMistakeAndPenalisesNobody
            content filter
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresBeforeAnswerTest.anAnswerThatAContentFilterEndedIsRelayed
              relay.BufferedStreamTest.aContentFilterInMidAnswerIsToldAndNotRoutedAround
              relay.ContinuedStreamTest.aContentFilterThatCutsIsNotRoutedAround
            an answer that ended but says nothing
              relay.UpstreamFailuresBeforeAnswerTest.anEmptyAnswerWithAFinishReasonIsRelayedAndOneWithoutFailsOver
            404 of a model the provider no longer has
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.UpstreamFailuresRefusalsTest.whatIsOursRestsForLongAndIsToldInLogAndStatus
              relay.VerdictTest.aModelThatNobodyHasIsNotFound
            500, 502, 503, 504, 529
              relay.UpstreamFailuresBeforeAnswerTest.failuresOfAServerOpenItsBreakerAndThenItIsSpared
              relay.RefusalTest.anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns
              relay.SameTargetTest.theOnlyTargetIsAskedOnceMoreAfterAFailure
              relay.SameTargetTest.aPoolMayAskAsOftenAsItSays
              relay.OutageTest.withEverythingFailingCallsKeepToTheBudget
            silent mid-stream
              relay.DeadlineTest.silenceInMidStreamCutsIt
              relay.DeadlineTest.commentsKeepAStreamAlive
              relay.ContinuedStreamTest.whatFallsSilentIsContinuedToo
            reset or EOF mid-stream
              relay.CutStreamTest.aStreamCutAtAnyByteIsReportedCompleteIfAndOnlyIfEveryChoiceHasFinished
              relay.UpstreamFailuresMidStreamTest.aCutHasOneErrorEventAndNeitherDoneNorAFinalChunk
              relay.UpstreamFailuresMidStreamTest.everyChoiceAskedForMustHaveFinished
              relay.UpstreamFailuresMidStreamTest.whatHasFinishedIsCompletedWithDone
              relay.UpstreamFailuresMidStreamTest.doneAfterContentEndsAStreamWithoutAFinish
            a malformed event among good ones
              relay.UpstreamFailuresMidStreamTest.anEventThatIsNoneOrAnErrorEndsBothSides
              relay.MalformedEventTest.anEventThatIsNoneIsLeftOutAndTheClientTold
            truncated non-stream body
              relay.InvisibleFailoverTest.theClientOfAPlainAnswerGetsAWholeOne
              relay.InvisibleFailoverTest.aTruncatedAnswerOverTheHoldLimitIsNeverTakenForWhole
            a lying Content-Length
              relay.UpstreamFailuresOnTheWireTest.aLengthThatLiesFailsOver
              upstream.ExchangeTest.aPromisedLengthMovesNoMemory
            malformed or huge line, event, headers
              relay.UpstreamFailuresOnTheWireTest.aHeadThatIsTooLargeFailsOver
              relay.InvisibleFailoverTest.theClientOfAStreamGetsOneWholeAnswer
              relay.MalformedEventTest.anEventThatIsTooLargeIsACut
              upstream.BadAnswerTest.whatIsTooLongIsRefused
            compressed though identity was asked
              relay.UpstreamFailuresOnTheWireTest.anAnswerCompressedUnaskedIsDecoded
              relay.UpstreamFailuresOnTheWireTest.aBombOrAnUnknownCodingFailsOver
            1xx
              relay.UpstreamFailuresOnTheWireTest.eightInterimAnswersAreSwallowedAndNineAreTooMany
            redirect
              relay.UpstreamFailuresOnTheWireTest.aRedirectIsNeverFollowed
            Content-Length with Transfer-Encoding, bytes left over after the answer
              relay.UpstreamFailuresOnTheWireTest.aLengthBesideATransferCodingFailsOver
              relay.UpstreamFailuresOnTheWireTest.bytesLeftOverAreNobodysAnswer
              upstream.ConnectionPoolTest.aConnectionThatEndsOrHoldsMoreIsNotPooled
            pooled connection gone stale
              relay.UpstreamFailuresOnTheWireTest.aPooledConnectionGoneStaleIsReplacedOnceAndAFreshOneNever
              upstream.StaleConnectionTest.aReusedConnectionThatBeganToAnswerIsNotReplaced
            DNS stalls, TLS close blocks
              upstream.AbortTest.whileTheNameIsLookedUp
              upstream.ConnectTest.lookingUpANameHasAnEnd
              UpstreamTlsTest.anAnswerIsWholeThoughTheUpstreamNeverSaysGoodbye
              upstream.TlsTest.anAbortEndsAWriteThatTheUpstreamDoesNotTake
            rescue of a cut stream: error
              relay.RescueOfACutStreamTest.byDefaultTheClientIsToldAndNobodyElseIsAsked
            rescue of a cut stream: buffer
              relay.RescueOfACutStreamTest.aBufferedStreamIsTheNextTargetsAlone
              relay.BufferedGoldenStreamTest.aStreamCutAtAnyByteIsAlwaysAnsweredWholeByExactlyOneTarget
              relay.BufferedStreamTest.anAnswerOverTheHoldLimitIsSentAsItComesAndItsCutIsOne
            rescue of a cut stream: continue
              relay.ContinuedStreamTest.aTextCutAtAnyByteReachesTheClientWholeAndOnce
              relay.ContinuedStreamTest.onlyTargetsThatContinueAreAsked
              relay.ContinuedStreamTest.aToolCallIsNeverContinued
              relay.ContinuedStreamTest.aRefusalToGoOnIsNotShownAndTheNextIsAsked
              relay.RescueOfACutStreamTest.whatCannotBeContinuedIsToldAsCut
              relay.RescueOfACutStreamTest.whoBeginsAnewIsPassedOver
              relay.RescueOfACutStreamTest.whereEveryoneBeginsAnewTheClientIsToldOfTheCut
              relay.RescueOfACutStreamTest.whoBeginsAnewIsNotTakenForIll
              relay.RescueOfACutStreamTest.norIsWhoReasonsBeforeItBeginsAnew
              relay.RescueOfACutStreamTest.skippingMalformedEventsDoesNotSkipTheOneThatBeginsAnew
            nobody answers after an early head
              relay.BridgeTest.totalFailureIsAnErrorEventAndNoCompleteStream
              relay.BridgedFailureTest.aRefusalOfSeveralLinesIsOneEvent
              relay.BridgedFailureTest.whetherARetryHelpsIsToldInTheComment
              relay.BridgedFailureTest.aStreamThatIsHeldToItsEndIsBridgedToo
              relay.BridgedFailureTest.aCutAfterAnEarlyHeadIsToldLikeAnyOther
              relay.BridgedFailureTest.theTextAloneIsBridgedAsWell
              relay.BridgedFailureTest.totalFailureOfTheTextAloneIsTold
            nobody answers
              relay.VerdictTableTest.everyMixtureHasItsStatusItsWaitAndItsWordOnRetries
              relay.VerdictTableTest.theTimeOfTheWholeRequestIs504
              relay.VerdictTableTest.whereNothingIsLeftToBeAskedItIs503UnlessAllReasonsAgree
            """;

    private record Mode(String name, List<String> tests) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mode> modes() {
        Map<String, List<String>> modes = new LinkedHashMap<>();
        List<String> tests = new ArrayList<>();
        for (String line : MODES.lines().toList()) {
            if (line.startsWith(" ")) {
                tests.add(line.strip());
            } else {
                tests = new ArrayList<>();
                assertFalse(modes.containsKey(line), line);
                modes.put(line, tests);
            }
        }
        return modes.entrySet().stream().map(mode -> new Mode(mode.getKey(), mode.getValue()));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void itsTestsExist(Mode mode) throws ClassNotFoundException {
        assertFalse(mode.tests().isEmpty());
        for (String test : mode.tests()) {
            int dot = test.lastIndexOf('.');
            Class<?> type = Class.forName("dev.relevo." + test.substring(0, dot));
            assertTrue(testsOf(type).contains(test.substring(dot + 1)), test);
        }
    }

    @Test
    void everyTestThatWasWrittenForAModeIsListed() {
        List<Class<?>> written = List.of(
                UpstreamFailuresBeforeAnswerTest.class,
                UpstreamFailuresOnTheWireTest.class,
                UpstreamFailuresMidStreamTest.class,
                UpstreamFailuresRefusalsTest.class,
                RescueOfACutStreamTest.class,
                BridgedFailureTest.class,
                VerdictTableTest.class);
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : written) {
            testsOf(type).stream()
                    .filter(test -> !MODES.contains(type.getSimpleName() + "." + test + "\n"))
                    .forEach(missing::add);
        }
        assertEquals(Set.of(), missing);
    }

    private static List<String> testsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(method -> method.getName())
                .toList();
    }
}
