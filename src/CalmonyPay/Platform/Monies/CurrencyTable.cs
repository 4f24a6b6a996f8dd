namespace CalmonyPay.Platform.Monies;

/// <summary>
/// ISO 4217: the alphabetic and numeric codes of the money that people pay with (no funds, metals or test codes), and how many decimals
/// each has.
/// </summary>
internal static class CurrencyTable
{
    private const string TwoDecimals =
        "aed784 afn971 all008 amd051 aoa973 ars032 aud036 awg533 azn944 bam977 bbd052 bdt050 bgn975 bmd060 bnd096 bob068 brl986 " +
        "bsd044 btn064 bwp072 byn933 bzd084 cad124 cdf976 chf756 cny156 cop170 crc188 cup192 cve132 czk203 dkk208 dop214 dzd012 egp818 " +
        "ern232 etb230 eur978 fjd242 fkp238 gbp826 gel981 ghs936 gip292 gmd270 gtq320 gyd328 hkd344 hnl340 htg332 huf348 idr360 ils376 " +
        "inr356 irr364 jmd388 kes404 kgs417 khr116 kpw408 kyd136 kzt398 lak418 lbp422 lkr144 lrd430 lsl426 mad504 mdl498 mkd807 mmk104 " +
        "mnt496 mop446 mru929 mur480 mvr462 mwk454 mxn484 myr458 mzn943 nad516 ngn566 nio558 nok578 npr524 nzd554 pab590 pen604 pgk598 " +
        "php608 pkr586 pln985 qar634 ron946 rsd941 rub643 sar682 sbd090 scr690 sdg938 sek752 sgd702 shp654 sle925 sos706 srd968 ssp728 " +
        "std678 stn930 svc222 syp760 szl748 thb764 tjs972 tmt934 top776 try949 ttd780 twd901 tzs834 uah980 usd840 uyu858 uzs860 ved926 " +
        "ves928 wst882 xcd951 xcg532 yer886 zar710 zmw967 zwg924";

    private const string NoDecimals = "bif108 clp152 djf262 gnf324 jpy392 kmf174 krw410 pyg600 rwf646 vnd704 vuv548 xaf950 xof952 xpf953";

    private const string ThreeDecimals = "bhd048 iqd368 jod400 kwd414 lyd434 omr512 tnd788";

    public static IEnumerable<Currency> All()
    {
        foreach (var entry in TwoDecimals.Split(' ')) yield return Of(entry, 2, 2, 1);
        foreach (var entry in NoDecimals.Split(' ')) yield return Of(entry, 0, 0, 1);

        // Stripe takes thousandths and wants the last digit to be 0, because card networks carry two decimals.
        foreach (var entry in ThreeDecimals.Split(' ')) yield return Of(entry, 3, 3, 10);

        // The króna and the Ugandan shilling have no decimals any more, but Stripe's amounts still count hundredths, in whole hundreds.
        yield return Of("isk352", 2, 0, 100);
        yield return Of("ugx800", 2, 0, 100);

        // An ariary has five iraimbilanja, which ISO counts as two decimals and Stripe as none.
        yield return Of("mga969", 0, 2, 1);
    }

    private static Currency Of(string entry, int exponent, int isoExponent, int multiple) =>
        new(entry[..3], entry[3..], exponent, isoExponent, multiple);
}
